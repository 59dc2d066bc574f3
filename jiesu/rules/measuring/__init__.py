"""Measures and rates: what is counted, among what, and how it is told."""
