#nullable enable
using System;
using System.Threading.Tasks;
using Orchard.Analytics;
using Segment.Serialization;

namespace Orchard.Shop;

public sealed class ShopController(IAnalyticsService analytics, IPaymentGateway gateway)
{
    public void Open(string? from)
    {
        // event: "shop_opened" [from, build]
        analytics.Track(AnalyticsEvents.Shop.OPENED, properties: new() { ["from"] = from ?? "menu" });
    }

    public async Task BuyAsync(Offer offer)
    {
        // event: "shop_purchase_started" [item_id, price, currency, build] (wrapper)
        analytics.TrackPurchase(AnalyticsEvents.Shop.PURCHASE_STARTED, offer);

        var receipt = await gateway.ChargeAsync(offer.ItemId, offer.Price);
        var outcome = receipt.Succeeded ? AnalyticsEvents.Shop.PURCHASE_COMPLETED : AnalyticsEvents.Shop.PURCHASE_FAILED;

        // event: "shop_purchase_completed" | "shop_purchase_failed" [item_id, price, currency, build]
        analytics.TrackPurchase(outcome, offer);
    }
}
