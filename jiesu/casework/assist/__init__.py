"""What the machine proposes to somebody who decides, and what came of it."""
