"""What operators do with a whole installation: upgrades, backups."""
