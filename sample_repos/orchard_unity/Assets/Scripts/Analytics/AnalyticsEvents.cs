namespace Orchard.Analytics
{
    /// <summary>Every name that is sent, by the part of the game it belongs to.</summary>
    public static class AnalyticsEvents
    {
        public const string PrivacyChoice = "privacy_choice_made";

        public static class Farm
        {
            public const string TREE_PLANTED = "tree_planted";
            public const string HARVEST_COLLECTED = "harvest_collected";
            public static readonly string PestFound = "pest_found";
        }

        public static class Shop
        {
            private const string PREFIX = "shop_";

            public const string OPENED = PREFIX + "opened";
            public const string PURCHASE_STARTED = PREFIX + "purchase_started";
            public const string PURCHASE_COMPLETED = PREFIX + "purchase_completed";
            public const string PURCHASE_FAILED = PREFIX + "purchase_failed";
        }

        public static class Session
        {
            public const string STARTED = "session_started";
            public const string LEVEL_LOADED = "level_loaded";
        }
    }
}
