"""Notifications go out: what matches, what is due, and the sending."""
