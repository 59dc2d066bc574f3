"""The board: what the think tank found, drawn, and every number opened down to its appeals."""
