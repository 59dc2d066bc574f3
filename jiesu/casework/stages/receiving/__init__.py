"""What every intake passes through: what was said, whether it came before, photos, too much."""
