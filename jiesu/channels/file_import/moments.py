"""Dates as files write them: ISO, a given format, a serial number of a spreadsheet, an epoch."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jiesu.channels.file_import.cells import Cell, as_text

ISO = "iso"
EXCEL = "excel"  # days since 1899-12-30, as spreadsheets keep a date that lost its format
EPOCH = "epoch"  # seconds since 1970-01-01 UTC
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

_EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (a wall clock: the zone is added afterwards)
_EXCEL_DAYS = (20_000, 80_000)  # 1954 to 2119: smaller and larger numbers are no dates


class NoDateError(ValueError):
    """The cell holds no date in any of the formats."""


def read_moment(cell: Cell, formats: tuple[str, ...], zone: ZoneInfo) -> datetime | None:
    """Read a cell as a moment; one without a zone is of the clock in `zone`; empty is None.

    Raises `NoDateError` where no format fits.
    """
    if isinstance(cell, date):
        found = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        return _placed(found, zone)
    text = as_text(cell)
    if not text:
        return None
    for form in formats:
        try:
            return _placed(_read(text, form), zone)
        except (ValueError, OverflowError):
            continue
    raise NoDateError(text)


def _read(text: str, form: str) -> datetime:
    if form == ISO:
        return datetime.fromisoformat(text)
    if form == EXCEL:
        return _from_serial(float(text))
    if form == EPOCH:
        return datetime.fromtimestamp(float(text), UTC)
    return datetime.strptime(text, form)  # noqa: DTZ007  (the zone is added afterwards)


def _from_serial(days: float) -> datetime:
    if not _EXCEL_DAYS[0] < days < _EXCEL_DAYS[1]:
        raise ValueError(days)
    return _EXCEL_ZERO + timedelta(seconds=round(days * 86_400))


def _placed(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
