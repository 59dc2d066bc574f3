"""When: working calendars, deadlines, and which moments can be true."""
