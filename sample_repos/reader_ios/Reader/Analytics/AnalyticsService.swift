import Foundation
import Mixpanel

protocol AnalyticsTracking: AnyObject {
    func track(_ event: AnalyticsEvent)
    func bump(_ stat: LibraryStat)
    func send(_ name: String, with properties: [String: Any])
}

/// The only door to the vendor.
final class AnalyticsService: AnalyticsTracking {
    static let shared = AnalyticsService()

    private lazy var mixpanel: MixpanelInstance = {
        // ok
        Mixpanel.initialize(token: Secrets.mixpanelToken, trackAutomaticEvents: false)
    }()

    private init() {}

    func track(_ event: AnalyticsEvent) {
        // ok
        mixpanel.track(event: event.name, properties: event.properties as? Properties)
    }

    func bump(_ stat: LibraryStat) {
        // ok
        mixpanel.track(event: stat.rawValue)
    }

    func send(_ name: String, with properties: [String: Any] = [:]) {
        var all = properties
        all["theme"] = ThemeStore.current.rawValue
        // ok
        mixpanel.track(event: name, properties: all as? Properties)
    }

    func identify(_ account: Account) {
        // event: identify
        mixpanel.identify(distinctId: account.id)
        // event: identify [plan, locale]
        mixpanel.people.set(properties: ["plan": account.plan.rawValue, "locale": Locale.current.identifier])
    }

    func forget() {
        // event: reset
        mixpanel.reset()
    }
}
