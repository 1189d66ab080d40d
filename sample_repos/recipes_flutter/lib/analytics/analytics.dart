import 'package:firebase_analytics/firebase_analytics.dart';
import 'package:mixpanel_flutter/mixpanel_flutter.dart';

import 'event.dart';

export 'event.dart';
export 'keys.dart';

/// The only door to the vendors.
class Analytics {
  Analytics(this._mixpanel, {FirebaseAnalytics? firebase}) : _firebase = firebase ?? FirebaseAnalytics.instance;

  final Mixpanel _mixpanel;
  final FirebaseAnalytics _firebase;

  static Future<Analytics> create(String token) async {
    // ok
    final mixpanel = await Mixpanel.init(token, trackAutomaticEvents: false);
    return Analytics(mixpanel);
  }

  Future<void> track(AnalyticsEvent event, {Map<String, Object?> properties = const {}}) async {
    // ok
    await _mixpanel.track(event.eventName, properties: {...properties, 'area': event.area.name});
  }

  Future<void> screen(String name) async {
    // ok
    await _firebase.logScreenView(screenName: name);
  }

  void identify(String userId, {required String plan}) {
    // event: identify
    _mixpanel.identify(userId);
    // event: identify [plan]
    _mixpanel.getPeople().set('plan', plan);
    // event: identify
    _firebase.setUserId(id: userId);
  }

  void forget() {
    // event: reset
    _mixpanel.reset();
  }
}
