"""Messages and reports as people see them."""
