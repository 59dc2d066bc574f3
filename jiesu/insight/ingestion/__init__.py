"""From casework into the store: what is copied of each appeal and of each suggestion, and when."""
