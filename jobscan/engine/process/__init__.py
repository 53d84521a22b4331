"""The process and its surroundings: systemd, the interpreter, the C library."""
