"""``jobscan move``."""
