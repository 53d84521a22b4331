"""``jobscan sources``."""
