"""``jobscan test-source``."""
