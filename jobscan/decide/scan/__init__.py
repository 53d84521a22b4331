"""Rules about scans: what was read, what is gone, which posting is which, and when a board is due again."""
