import '../analytics/onboarding_events.dart';

class OnboardingController with OnboardingEvents {
  var _step = 0;

  void next() {
    _step++;
    // event: "onboarding_step_seen" [step, variant] (event-method)
    trackStepSeen(_step, variant: _step > 2 ? 'long' : null);
  }

  void finish() {
    // event: "onboarding_done" [] (event-method)
    trackDone();
  }
}
