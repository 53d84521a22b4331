"""What a posting says: rules that read facts out of its words, one file each, with the place where it is said."""
