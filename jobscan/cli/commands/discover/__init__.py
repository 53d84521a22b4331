"""``jobscan discover``."""
