"""``jobscan init``."""
