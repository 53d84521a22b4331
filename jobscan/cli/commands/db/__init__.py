"""``jobscan db``."""
