using Segment.Serialization;

namespace Orchard.Analytics
{
    public interface IAnalyticsService
    {
        void Track(string eventName, JsonObject? properties = null);

        void Identify(string playerId, JsonObject traits);

        void Flush();
    }
}
