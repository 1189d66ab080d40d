/// Every event of the app, with the area it belongs to.
enum AnalyticsEvent {
  recipeOpened('recipe_opened', area: EventArea.recipes),
  recipeSaved('recipe_saved', area: EventArea.recipes),
  recipeCooked('recipe_cooked', area: EventArea.recipes),
  searchPerformed('search_performed', area: EventArea.recipes),
  listShared('list_shared', area: EventArea.shopping),
  itemChecked('item_checked', area: EventArea.shopping);

  const AnalyticsEvent(this.eventName, {required this.area});

  final String eventName;
  final EventArea area;
}

enum EventArea { recipes, shopping }
