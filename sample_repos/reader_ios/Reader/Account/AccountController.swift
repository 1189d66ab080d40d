import Foundation

final class AccountController {
    enum Method: String {
        case apple, email
    }

    func didSignIn(_ account: Account, with method: Method) {
        // event: identify (event-method)
        AnalyticsService.shared.identify(account)
        // todo: event "Signed In" [method] (event-method)
        RDRTracker.trackSignedIn(withMethod: method.rawValue)
    }

    func signOut() {
        // event: "Signed Out" [] (event-method)
        RDRTracker.trackSignedOut()
        // event: reset (event-method)
        AnalyticsService.shared.forget()
    }
}
