"""Terms of a text: the skills that it asks for, and its keywords."""
