using Segment.Analytics;
using Segment.Serialization;

namespace Orchard.Analytics
{
    /// <summary>The only door to the vendor.</summary>
    public sealed partial class AnalyticsService : IAnalyticsService
    {
        private readonly Segment.Analytics.Analytics client;
        private readonly string build;

        public AnalyticsService(Configuration configuration, string build)
        {
            client = new Segment.Analytics.Analytics(configuration);
            this.build = build;
        }

        public void Track(string eventName, JsonObject? properties = null)
        {
            var all = properties ?? new JsonObject();
            all["build"] = build;
            // ok
            client.Track(eventName, all);
        }

        public void Identify(string playerId, JsonObject traits) =>
            // ok
            client.Identify(playerId, traits);
    }
}
