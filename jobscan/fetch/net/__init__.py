"""Below requests: connections, names, addresses and certificates."""
