"""What a cell of a table may hold, and how it becomes clean text."""

import re
import unicodedata
from datetime import date, time, timedelta
from math import isnan

Cell = str | int | float | bool | date | time | timedelta | None  # a datetime is a date

# Control characters, marks that turn the direction of writing, and non-characters: none of them is
# text, and some databases refuse them. Tab and line feed stay; so do the joiners of emoji.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_GAPS = re.compile(r"[\s_\-]+")


def clean(text: str) -> str:
    """Remove what is not text, make every line end a line feed and trim the outside."""
    return _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text)).strip()


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
