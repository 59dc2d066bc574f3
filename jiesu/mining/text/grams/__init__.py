"""Texts as packed grams: how rare each is, how much of a name, and what two texts share."""
