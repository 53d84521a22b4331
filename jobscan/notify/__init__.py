"""Channels: one file each, and the messages that go through them."""
