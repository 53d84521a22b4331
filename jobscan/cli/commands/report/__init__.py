"""``jobscan report``."""
