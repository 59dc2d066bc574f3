"""From a number to the appeals it counts."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse


def appeals(  # noqa: PLR0913  (all that narrows a figure)
    dimension: str = "all",
    code: str = "",
    *,
    first: date | None = None,
    last: date | None = None,
    measure: str = "",
    counted: bool = False,
    district: str = "",
) -> str:
    """Give the address of the appeals behind a number."""
    asked = {"dimension": dimension, "code": code, "first": first, "last": last}
    asked |= {"measure": measure, "counted": "1" if counted else "", "district": district}
    return f"{reverse('board_appeals')}?{urlencode({k: v for k, v in asked.items() if v})}"


def proposed(  # noqa: PLR0913  (all that narrows a figure)
    subject: str,
    *,
    version: str = "",
    tenth: int | None = None,
    first: date | None = None,
    last: date | None = None,
    taken: str = "",
) -> str:
    """Give the address of the appeals for which something was proposed; `taken` first or any."""
    asked = {"subject": subject, "version": version, "decided_first": first, "taken": taken}
    asked |= {"decided_last": last, "bin": "" if tenth is None else str(tenth)}
    return f"{reverse('board_appeals')}?{urlencode({k: v for k, v in asked.items() if v})}"


def project(number: int, *, first: date, days: int = 0) -> str:
    """Give the address of a project's appeals from a day on, for so many days or up to now."""
    last = {"last": first + timedelta(days=days - 1)} if days else {}
    return f"{reverse('board_appeals')}?{urlencode({'project': number, 'first': first, **last})}"


def week(dimension: str, code: str, monday: date) -> str:
    """Give the address of one week's appeals."""
    return appeals(dimension, code, first=monday, last=monday + timedelta(days=6))
