"""Places: cities, states and countries out of their names, and whom remote work is open to."""
