"""What people ask for, one use case each: a session, rules, repositories. For the CLI now, for the web later."""
