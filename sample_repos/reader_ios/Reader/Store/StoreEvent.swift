/// Events of the store are values: a name and what it is sent with.
struct StoreEvent {
    let name: String
    let properties: [String: Any]

    static let paywallOnLaunch = StoreEvent(name: "Paywall Viewed", properties: ["placement": "launch"])

    static func paywall(placement: String) -> StoreEvent {
        StoreEvent(name: "Paywall Viewed", properties: ["placement": placement])
    }

    static func trial(_ product: Product) -> StoreEvent {
        StoreEvent(name: "Trial Started", properties: product.analyticsProperties)
    }

    static func renewal(_ product: Product) -> StoreEvent {
        .init(name: "Subscription Renewed", properties: product.analyticsProperties)
    }
}

extension Product {
    var analyticsProperties: [String: Any] {
        [EventKey.productId: id, "price": price, "currency": currencyCode]
    }
}
