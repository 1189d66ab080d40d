using Segment.Serialization;

namespace Orchard.Analytics
{
    /// <summary>For tests and for players who said no.</summary>
    public sealed class NullAnalyticsService : IAnalyticsService
    {
        public void Track(string eventName, JsonObject? properties = null)
        {
        }

        public void Identify(string playerId, JsonObject traits)
        {
        }

        public void Flush()
        {
        }
    }
}
