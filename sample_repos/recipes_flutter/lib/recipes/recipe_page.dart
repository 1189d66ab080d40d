import 'package:flutter/material.dart';
import 'package:provider/provider.dart';

import '../analytics/analytics.dart';
import 'recipe.dart';

class RecipePage extends StatefulWidget {
  const RecipePage({super.key, required this.recipe, required this.source});

  final Recipe recipe;
  final RecipeSource source;

  @override
  State<RecipePage> createState() => _RecipePageState();
}

class _RecipePageState extends State<RecipePage> {
  late final Analytics _analytics = context.read<Analytics>();

  @override
  void initState() {
    super.initState();
    // event: "recipe_opened" [recipe_id, source, area]
    _analytics.track(
      AnalyticsEvent.recipeOpened,
      properties: {Keys.recipeId: widget.recipe.id, Keys.source: widget.source.name},
    );
  }

  Future<void> _save() async {
    final properties = <String, Object?>{Keys.recipeId: widget.recipe.id};
    properties[Keys.servings] = widget.recipe.servings;
    // event: "recipe_saved" [recipe_id, servings, area]
    await _analytics.track(AnalyticsEvent.recipeSaved, properties: properties);
  }

  @override
  Widget build(BuildContext context) {
    return Scaffold(
      appBar: AppBar(title: Text(widget.recipe.title)),
      body: Column(children: [
        FilledButton(onPressed: _save, child: const Text('Save')),
        TextButton(
          // event: "recipe_cooked" [recipe_id, rating, area]
          onPressed: () => context.read<Analytics>().track(AnalyticsEvent.recipeCooked, properties: {
            'recipe_id': widget.recipe.id,
            'rating': 5,
          }),
          child: const Text('Cooked'),
        ),
      ]),
    );
  }
}
