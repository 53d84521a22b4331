"""What all adapters share: the protocol, JSON, XML, web pages, feeds, JSON-LD, detection, pay."""
