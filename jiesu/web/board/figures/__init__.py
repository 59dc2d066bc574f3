"""What the pages of the board share: charts, links, names, parameters, progress."""
