"""Reads file and environment into the model, with the place of every mistake."""
