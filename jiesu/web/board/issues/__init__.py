"""Groups of appeals, what is decided about them, and the projects that follow."""
