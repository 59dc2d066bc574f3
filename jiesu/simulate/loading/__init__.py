"""The invented city in the database, through the same doors as a real one."""
