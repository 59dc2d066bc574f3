"""The verbs of `jiesu mine`, a file each."""
