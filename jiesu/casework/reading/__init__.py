"""Who may see and count what: everything shown to somebody is read here."""
