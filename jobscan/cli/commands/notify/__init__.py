"""``jobscan notify``."""
