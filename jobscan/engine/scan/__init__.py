"""Scanning: which boards are due, one scan from request to commit, and a preview that stores nothing."""
