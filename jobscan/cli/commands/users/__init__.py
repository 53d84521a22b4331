"""``jobscan users``."""
