"""What every adapter is made of: the protocol, JSON, detection, pay."""
