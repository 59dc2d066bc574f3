"""What a cell of a table may hold, and how it becomes clean text."""

import re
import unicodedata
from datetime import date, time, timedelta
from math import isnan

from jiesu.casework.texts import only_text

Cell = str | int | float | bool | date | time | timedelta | None  # a datetime is a date

_LOST_DIGITS_FROM = 1e15  # a spreadsheet keeps fifteen digits of a number
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{1,3}", re.ASCII | re.IGNORECASE)  # 3.20102E+17
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


def looks_shortened(cell: Cell) -> bool:
    """Say whether a number has probably lost digits in a spreadsheet."""
    if isinstance(cell, float):
        return abs(cell) >= _LOST_DIGITS_FROM
    return isinstance(cell, str) and bool(_SHORTENED.fullmatch(cell.strip()))


def column_key(name: Cell) -> str:
    """Fold a column's name so that `Unique Key`, `unique_key` and `ＵNIQUE-KEY` are one."""
    folded = unicodedata.normalize("NFKC", as_text(name)).casefold()
    return _GAPS.sub("_", folded).strip("_")
