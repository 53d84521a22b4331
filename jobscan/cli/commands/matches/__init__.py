"""``jobscan matches``."""
