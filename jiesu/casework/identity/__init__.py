"""Who somebody is, under seal."""
