"""What pages and programs ask of the think tank: figures, and from each down to its appeals."""
