import StoreKit

final class SubscriptionStore {
    private func log(_ event: StoreEvent) {
        // ok
        AnalyticsService.shared.send(event.name, with: event.properties)
    }

    func showPaywall(placement: String?) {
        if let placement = placement {
            // event: "Paywall Viewed" [placement, theme] (wrapper)
            log(.paywall(placement: placement))
        } else {
            // event: "Paywall Viewed" [placement, theme] (wrapper)
            log(.paywallOnLaunch)
        }
    }

    func handle(_ transaction: Transaction, of product: Product) {
        switch transaction.kind {
        case .trial:
            // event: "Trial Started" [product_id, price, currency, theme] (wrapper)
            log(.trial(product))
        case .renewal:
            // event: "Subscription Renewed" [product_id, price, currency, theme] (wrapper)
            log(StoreEvent.renewal(product))
        case .cancellation(let reason):
            var properties = [EventKey.productId: product.id]
            properties["reason"] = reason
            // event: "Subscription Cancelled" [product_id, reason, theme] (wrapper)
            AnalyticsService.shared.send("Subscription " + "Cancelled", with: properties)
        }
    }
}
