"""How the documentation is built: offline, warnings being errors; the law's pages from the law."""

import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

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


def setup(app: Sphinx) -> None:
    """Fill the pages that tell what stands in the program's own tables."""
    from script import _reference

    _reference.set_up()
    app.connect("builder-inited", lambda _app: _reference.build())
    app.connect("source-read", _fill)


def _fill(_app: Sphinx, _page: str, source: list[str]) -> None:
    from script import _law

    source[0] = _law.filled(source[0])
