import 'package:flutter/material.dart';
import 'package:provider/provider.dart';

import 'analytics/analytics.dart';
import 'analytics/route_observer.dart';

Future<void> main() async {
  WidgetsFlutterBinding.ensureInitialized();
  final analytics = await Analytics.create(const String.fromEnvironment('MIXPANEL_TOKEN'));
  runApp(RecipesApp(analytics: analytics));
}

class RecipesApp extends StatelessWidget {
  const RecipesApp({super.key, required this.analytics});

  final Analytics analytics;

  @override
  Widget build(BuildContext context) => Provider.value(
        value: analytics,
        child: MaterialApp(title: 'Recipes', navigatorObservers: [ScreenObserver(analytics)]),
      );
}
