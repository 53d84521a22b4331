"""``jobscan alerts``."""
