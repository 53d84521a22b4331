"""A board of each system, as its server answers: one file a system, named after its type."""
