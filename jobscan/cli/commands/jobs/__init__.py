"""``jobscan jobs``."""
