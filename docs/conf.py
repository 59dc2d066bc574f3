"""How the documentation is built: offline, warnings being errors."""

project = "Jiesu"
author = "The Jiesu authors"
copyright = author  # noqa: A001  (Sphinx's name)
language = "en"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "Jiesu 接诉"
html_show_sphinx = False
