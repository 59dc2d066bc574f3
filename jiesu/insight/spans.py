"""Spans of days that figures are given over."""

from datetime import date, timedelta

_FRESH = timedelta(days=7)


def ends_on(last: date | None, today: date) -> date:
    """Give the day a span ends with: today, or the last day known where that is long past.

    So a city whose past was imported is seen as it stood.
    """
    return last if last and today - last >= _FRESH else today
