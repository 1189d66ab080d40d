import 'package:firebase_analytics/firebase_analytics.dart';

/// Onboarding is sent to one vendor alone, an event a method.
mixin OnboardingEvents {
  FirebaseAnalytics get firebase => FirebaseAnalytics.instance;

  // event: "onboarding_step_seen" [step, variant] (wrapper)
  Future<void> trackStepSeen(int step, {String? variant}) => _log('step_seen', {
        'step': step,
        if (variant != null) 'variant': variant,
      });

  Future<void> trackDone() {
    // event: "onboarding_done" []
    return FirebaseAnalytics.instance.logEvent(name: 'onboarding_done');
  }

  Future<void> _log(String name, Map<String, Object> parameters) async {
    // ok
    await firebase.logEvent(name: 'onboarding_$name', parameters: parameters);
  }
}
