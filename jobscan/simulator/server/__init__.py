"""The market served over HTTP on loopback, and a mailbox beside it."""
