using System;
using Segment.Serialization;
using Orchard.Shop;

namespace Orchard.Analytics
{
    public static class AnalyticsExtensions
    {
        public static void TrackPurchase(this IAnalyticsService analytics, string eventName, Offer offer)
        {
            // ok
            analytics.Track(eventName, new JsonObject
            {
                [PropertyKeys.ITEM] = offer.ItemId,
                [PropertyKeys.PRICE] = offer.Price,
                [PropertyKeys.CURRENCY] = offer.Currency,
            });
        }

        public static void TrackPrivacyChoice(this IAnalyticsService analytics, bool accepted) =>
            // event: "privacy_choice_made" [accepted, build]
            analytics.Track(AnalyticsEvents.PrivacyChoice, new JsonObject { { "accepted", accepted } });
    }
}
