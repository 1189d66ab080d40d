import 'package:flutter/foundation.dart';

import '../analytics/analytics.dart';
import 'recipe.dart';

class SearchModel extends ChangeNotifier {
  SearchModel({required Analytics analytics, required this.fetch}) : _analytics = analytics;

  final Analytics _analytics;
  final Future<List<Recipe>> Function(String) fetch;

  var results = <Recipe>[];

  Future<void> search(String query, {bool spoken = false}) async {
    results = await fetch(query);
    // event: "search_performed" [query_length, results, spoken, area]
    _analytics.track(AnalyticsEvent.searchPerformed, properties: {
      'query_length': query.length,
      'results': results.length,
      if (spoken) 'spoken': true,
    });
    notifyListeners();
  }
}
