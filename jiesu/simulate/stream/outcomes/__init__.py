"""How appeals end: what was done, what was replied, what the appellant says."""
