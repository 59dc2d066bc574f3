"""Pages for administrators and auditors: the directory, people, the log."""
