"""Whether a reply answers the question, or only passes it on."""
