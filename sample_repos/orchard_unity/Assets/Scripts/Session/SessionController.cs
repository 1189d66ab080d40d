using System;
using Orchard.Analytics;
using Segment.Serialization;

namespace Orchard.Session
{
    public class SessionController
    {
        private readonly IAnalyticsService analytics;
        private readonly SessionClock clock;

        public event Action<int>? LevelLoaded;

        public SessionController(IAnalyticsService analytics, SessionClock clock)
        {
            this.analytics = analytics;
            this.clock = clock;
            LevelLoaded += OnLevelLoaded;
        }

        public void Start(Player player)
        {
            // event: identify [name, level]
            analytics.Identify(player.Id, new JsonObject { ["name"] = player.Name, ["level"] = player.Level });
            // event: "session_started" [build]
            analytics.Track(AnalyticsEvents.Session.STARTED);
            // ok
            clock.Track(player.Id);
        }

        public void AnswerPrivacy(bool accepted)
        {
            // event: "privacy_choice_made" [accepted, build] (event-method)
            analytics.TrackPrivacyChoice(accepted);
        }

        private void OnLevelLoaded(int level)
        {
            // event: "level_loaded" [level, seconds, build]
            analytics?.Track(AnalyticsEvents.Session.LEVEL_LOADED, new JsonObject
            {
                [nameof(level)] = level,
                ["seconds"] = (int)clock.Elapsed.TotalSeconds,
            });
        }
    }

    public record Player(string Id, string Name, int Level);
}
