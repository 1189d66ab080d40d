export enum Click {
  RecipeOpened = 'click_open_recipe',
  RecipeShared = 'click_share_recipe',
  StepDone = 'click_step_done',
}

export enum Submit {
  RecipeCreated = 'submit_recipe_create',
  CommentAdded = 'submit_comment_add',
}
