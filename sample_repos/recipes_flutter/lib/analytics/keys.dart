abstract final class Keys {
  static const String recipeId = 'recipe_id';
  static const String source = 'source';
  static const String servings = 'servings';
  static const _prefix = 'list_';
  static const String listId = '${_prefix}id';
}
