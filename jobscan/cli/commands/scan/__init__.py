"""``jobscan scan``."""
