"""A city's own files: their rows, their columns, taking them in."""
