"""``jobscan demo``."""
