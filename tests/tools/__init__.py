"""The programs of ``tools``."""
