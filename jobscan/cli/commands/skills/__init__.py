"""``jobscan skills``."""
