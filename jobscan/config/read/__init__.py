"""From file and environment to the model, with the place of every mistake."""
