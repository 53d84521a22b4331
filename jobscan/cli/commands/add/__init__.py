"""``jobscan add``."""
