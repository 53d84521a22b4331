"""Boards are scanned: who is due, one scan from request to commit, and a look that stores nothing."""
