"""What cells hold: text, moments, places, names; and what is the matter where they do not."""
