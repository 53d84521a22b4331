"""``jobscan run``."""
