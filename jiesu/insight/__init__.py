"""The think tank: a columnar copy of the facts and the analyses over it."""
