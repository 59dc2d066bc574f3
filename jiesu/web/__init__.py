"""Pages for people: portal, desk, unit, board, console."""
