"""A stream of appeals in order of time: when, about what, in whose words, and how it ended."""
