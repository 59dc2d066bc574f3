"""Doors for machines; a channel is a folder."""
