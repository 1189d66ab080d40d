import 'package:flutter/widgets.dart';

import 'analytics.dart';

class ScreenObserver extends NavigatorObserver {
  ScreenObserver(this.analytics);

  final Analytics analytics;

  @override
  void didPush(Route<dynamic> route, Route<dynamic>? previousRoute) {
    super.didPush(route, previousRoute);
    final name = route.settings.name;
    if (name != null) {
      // todo: event: dynamic (screen)
      analytics.screen(name);
    }
  }
}
