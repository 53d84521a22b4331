"""Notifications: what matches, what is due, and the sending."""
