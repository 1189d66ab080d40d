import '../analytics/analytics.dart';

class AccountService {
  AccountService(this.analytics);

  final Analytics analytics;

  Future<void> signIn(Account account) async {
    // event: identify (event-method)
    analytics.identify(account.id, plan: account.plan ?? 'free');
  }

  void signOut() {
    // event: reset (event-method)
    analytics.forget();
  }
}

class Account {
  const Account(this.id, [this.plan]);

  final String id;
  final String? plan;
}
