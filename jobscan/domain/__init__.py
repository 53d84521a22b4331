"""The nouns: frozen values that travel between the rooms, one file each."""
