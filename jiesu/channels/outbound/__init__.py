"""Telling appellants what happened to their appeal, wherever they can be reached."""
