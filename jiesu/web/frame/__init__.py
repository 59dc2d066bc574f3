"""The frame of every page: navigation, theme, what templates need to know."""
