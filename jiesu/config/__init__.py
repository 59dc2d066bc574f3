"""Settings, addresses and wiring: the fuse box."""
