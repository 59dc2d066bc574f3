"""Taking in what was begun or ended elsewhere."""
