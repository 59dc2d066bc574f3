"""What the desk and the units share: one work order, its words, its history, its forms."""
