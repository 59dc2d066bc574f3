"""Looking the directory up: what lies where, what is listed, what it is called."""
