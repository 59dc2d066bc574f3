"""Dates as files write them: ISO, a given format, a serial number of a spreadsheet, an epoch."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jiesu.channels.file_import.values.cells import Cell, as_text
from jiesu.rules.numbers import decimal
from jiesu.rules.timing.plausible import Bounds

ISO = "iso"
EXCEL = "excel"  # days since 1899-12-30, as spreadsheets keep a date that lost its format
EXCEL_1904 = "excel_1904"  # days since 1904-01-01, as those do that began on a Macintosh
EPOCH = "epoch"  # seconds since 1970-01-01 UTC
EPOCH_MS = "epoch_ms"  # milliseconds since then
COMMON = (
    ISO,
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日",
    EXCEL,
)

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (a wall clock: the zone is added afterwards)
DAY_ZERO_1904 = datetime(1904, 1, 1)  # noqa: DTZ001  (as above)
_SERIALS = (datetime(1954, 10, 3), datetime(2119, 1, 10))  # noqa: DTZ001  (other numbers are no dates)
_COMPACT = {12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}  # by their number of digits
_RUN_TOGETHER = re.compile(r"\d{9}", re.ASCII)


class NoDateError(ValueError):
    """The cell holds no date in any of the formats."""


class ImplausibleError(NoDateError):
    """The cell holds a date that cannot be meant; `moment` is what it says, aware."""

    def __init__(self, text: str, moment: datetime) -> None:
        super().__init__(text)
        self.moment = moment


def read_moment(
    cell: Cell,
    formats: tuple[str, ...],
    zone: ZoneInfo,
    *,
    bounds: Bounds | None = None,
    day_zero: datetime = DAY_ZERO,
) -> datetime | None:
    """Read a cell as a moment; one without a zone is of the clock in `zone`; empty is None.

    Where several formats fit, the first that gives a moment within `bounds` counts. `day_zero` is
    that of the workbook. Raises `NoDateError` where no format fits, `ImplausibleError` where those
    that do give what cannot be meant.
    """
    outside = None
    for found in _found(cell, formats, day_zero):
        moment = found if found.tzinfo else found.replace(tzinfo=zone)
        if bounds is None or bounds.hold(moment):
            return moment
        outside = outside or moment
    text = as_text(cell)
    if outside is not None:
        raise ImplausibleError(text, outside)
    if text:
        raise NoDateError(text)
    return None


def _found(cell: Cell, formats: tuple[str, ...], day_zero: datetime) -> list[datetime]:
    """Give what each of the formats reads in a cell, those left out that do not fit."""
    if isinstance(cell, date):
        return [cell if isinstance(cell, datetime) else datetime.combine(cell, time())]
    text, found = as_text(cell), []
    for form in formats if text else ():
        try:
            found.append(_read(text, form, day_zero))
        except (ValueError, OverflowError, OSError):  # `OSError`: an epoch beyond the system's
            continue
    return found


def _read(text: str, form: str, day_zero: datetime) -> datetime:
    if form == ISO:
        return _from_iso(text)
    if form in {EXCEL, EXCEL_1904}:
        zero = DAY_ZERO_1904 if form == EXCEL_1904 else day_zero
        return _from_serial(decimal(text), zero)
    if form in {EPOCH, EPOCH_MS}:
        return datetime.fromtimestamp(decimal(text) / (1_000 if form == EPOCH_MS else 1), UTC)
    return datetime.strptime(text, form)  # noqa: DTZ007  (the zone is added afterwards)


def _from_iso(text: str) -> datetime:
    """Read ISO 8601, and the same run together: 20240102080000."""
    if text.isdecimal() and text.isascii() and len(text) in _COMPACT:
        return datetime.strptime(text, _COMPACT[len(text)])  # noqa: DTZ007  (as above)
    if _RUN_TOGETHER.match(text):  # Python takes any sign, also a digit, between date and time
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _from_serial(days: float, day_zero: datetime) -> datetime:
    found = day_zero + timedelta(seconds=round(days * 86_400))
    if not _SERIALS[0] < found < _SERIALS[1]:
        raise ValueError(days)
    return found
