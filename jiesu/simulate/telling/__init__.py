"""How an appeal is put into words: a grammar of parts, filled by the column."""
