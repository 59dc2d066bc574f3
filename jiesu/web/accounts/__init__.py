"""Staff sign-in: name, password, second factor."""
