"""What people ask for, one use case each: a session, rules, repositories. Used by the CLI, and later by the web."""
