"""``jobscan config``."""
