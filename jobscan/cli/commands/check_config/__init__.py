"""``jobscan check-config``."""
