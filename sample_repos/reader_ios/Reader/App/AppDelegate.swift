import FirebaseAnalytics
import UIKit

@main
final class AppDelegate: UIResponder, UIApplicationDelegate {
    private let analytics = AnalyticsService.shared

    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
    ) -> Bool {
        // event: "App Launched" [] (wrapper)
        analytics.track(.appLaunched)
        if let account = AccountStore.shared.current {
            // event: identify (event-method)
            analytics.identify(account)
        }
        return true
    }

    func application(_ app: UIApplication, open url: URL, options: [UIApplication.OpenURLOptionsKey: Any] = [:]) -> Bool {
        // event: "Deep Link Followed" [host] finding: TL101
        Analytics.logEvent("Deep Link Followed", parameters: ["host": url.host ?? ""])
        return Router.shared.open(url)
    }
}
