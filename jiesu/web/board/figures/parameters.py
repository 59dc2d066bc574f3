"""What the address of a board page asks for; nonsense asks for nothing."""

from collections.abc import Container
from datetime import date

from jiesu.insight.spans import ends_on
from jiesu.insight.storage.results import About
from jiesu.rules.numbers import whole


def day_of(text: str | None) -> date | None:
    """Read a day written as 2026-11-24; None for anything else."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def number(text: str | None, allowed: Container[int], otherwise: int) -> int:
    """Read one of the numbers allowed, else give `otherwise`."""
    try:
        chosen = whole(text or "", least=0, most=100_000)
    except ValueError:
        return otherwise
    return chosen if chosen in allowed else otherwise


def page(text: str | None) -> int:
    """Read the number of a page, from 1."""
    return number(text, range(1, 100_000), 1)


def end_of(about: About, today: date) -> date:
    """Give the day a period ends with: today, or the last day known where that is long past."""
    return ends_on(about.last_day, today)
