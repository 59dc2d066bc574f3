"""Analyses, a folder each: `run(tables) -> Table` and a README with the question it answers."""
