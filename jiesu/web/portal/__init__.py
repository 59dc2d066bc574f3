"""What residents see: say it in a minute, follow it, rate it."""
