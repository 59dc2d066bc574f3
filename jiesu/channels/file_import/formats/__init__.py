"""Files of every kind, read as one stream of rows."""
