class Recipe {
  const Recipe({required this.id, required this.title, this.servings = 2});

  factory Recipe.fromJson(Map<String, dynamic> json) =>
      Recipe(id: json['id'] as String, title: json['title'] as String, servings: json['servings'] as int? ?? 2);

  final String id;
  final String title;
  final int servings;
}

enum RecipeSource { feed, search, share }
