"""Notifications: matching, planning and sending."""
