"""Cells that no spreadsheet takes for a formula: what others wrote is opened by people."""

import re
from typing import Any

_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"\s*[+\-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+\-]?\d+)?\s*")


def safe(cell: Any) -> Any:
    """Give a cell as it is written: one that would be reckoned with begins with an apostrophe."""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
