"""What all adapters share: the protocol, JSON, detection, pay."""
