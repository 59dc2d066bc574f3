"""What the interface gives, as its description names it."""
