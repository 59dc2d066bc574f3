"""Whether a measure stopped the appeals: other areas tell what would have come without it."""
