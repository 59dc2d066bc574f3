"""Who and how soon: the duty list, units proposed from it, urgency."""
