"""``jobscan enrich``."""
