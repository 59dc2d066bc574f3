"""Which service an appeal is about: a suggestion, how sure it is, its words, or "cannot decide"."""
