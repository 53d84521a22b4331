"""Rules about scans: what was read, what is gone, who is who, and when a board is due again."""
