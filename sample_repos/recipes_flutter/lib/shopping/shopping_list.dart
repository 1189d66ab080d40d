import '../analytics/analytics.dart';

class ShoppingList {
  ShoppingList(this.id, this._analytics);

  final String id;
  final Analytics _analytics;
  final checked = <String>{};

  void check(String item) {
    checked.add(item);
    // event: "item_checked" [list_id, area]
    _track(AnalyticsEvent.itemChecked);
  }

  void share(String channel) {
    // event: "list_shared" [list_id, channel, area]
    _track(AnalyticsEvent.listShared, extra: {'channel': channel});
  }

  void _track(AnalyticsEvent event, {Map<String, Object?>? extra}) {
    // ok
    _analytics.track(event, properties: {Keys.listId: id, ...?extra});
  }
}
