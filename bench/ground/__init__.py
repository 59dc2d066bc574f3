"""What the measurements stand on: the program, its databases, an invented city."""
