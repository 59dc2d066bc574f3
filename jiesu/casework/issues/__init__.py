"""From one thing to one class of things: issues, and the projects about them."""
