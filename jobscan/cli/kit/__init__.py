"""What commands are made of: options, output, errors, logs, and imports when they are needed."""
