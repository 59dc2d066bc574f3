"""Numbers as other programs write them: strictly, since Python takes much that nobody meant."""

import re

_DECIMAL = re.compile(
    r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d{1,3})?|nan|inf(?:inity)?)", re.ASCII | re.IGNORECASE
)
_LONGEST = 18  # digits of a whole number; no row of a database has a longer one


def decimal(text: str) -> float:
    """Read a decimal number, or one that is none or has no end (`nan`, `inf`).

    Raises `ValueError` for all else that Python is lax in: 3_3.5, １, spaces.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return float(text)


def whole(text: str, *, least: int, most: int) -> int:
    """Read a whole number within bounds, however many zeros it begins with, or `ValueError`."""
    digits = text.lstrip("0") or text[:1]
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _LONGEST:
        raise ValueError(text[:40])
    found = int(digits)
    if not least <= found <= most:
        raise ValueError(text[:40])
    return found


def row_id(text: str) -> int | None:
    """Read the number of a row of the database, or nothing where it can be none."""
    try:
        return whole(text, least=1, most=10**_LONGEST - 1)
    except ValueError:
        return None
