"""Whatever reads words: one width and case, words and grams, names and numbers, headlines."""
