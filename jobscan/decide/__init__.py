"""Every rule, as functions on plain values: no I/O, no clock, no randomness, no logging; ``now`` is passed in."""
