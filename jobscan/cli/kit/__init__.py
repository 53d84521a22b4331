"""What commands share: options, output, errors, logs, and lazy imports."""
