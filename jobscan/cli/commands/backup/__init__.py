"""``jobscan backup``."""
