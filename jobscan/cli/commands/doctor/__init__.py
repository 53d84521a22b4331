"""``jobscan doctor``."""
