"""The process and its environment: systemd, the interpreter, the C library."""
