"""What a cell of a table may hold, and how it becomes clean text."""

import re
import unicodedata
from datetime import date, time, timedelta
from math import isnan

from jiesu.casework.texts import only_text

Cell = str | int | float | bool | date | time | timedelta | None  # a datetime is a date

_GAPS = re.compile(r"[\s_\-]+")


def clean(text: str) -> str:
    """Remove what is not text and trim the outside."""
    return only_text(text).strip()


def as_text(cell: Cell) -> str:
    """Write a cell as clean text; an absent cell and a float that is no number are empty."""
    if cell is None or (isinstance(cell, float) and isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # spreadsheets keep 360114 as 360114.0
    return clean(str(cell))


def column_key(name: Cell) -> str:
    """Fold a column's name so that `Unique Key`, `unique_key` and `ＵNIQUE-KEY` are one."""
    folded = unicodedata.normalize("NFKC", as_text(name)).casefold()
    return _GAPS.sub("_", folded).strip("_")
