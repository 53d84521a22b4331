"""Rules about one posting: from what its board wrote to a `Job`."""
