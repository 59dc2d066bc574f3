"""China's public holidays of 2025 and 2026, as facts to test on.

Source: the State Council's notices 国办发明电〔2024〕12号 (2025) and of 4 November 2025 (2026).
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from jiesu.rules.timing.calendars import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")

# First day off, and how many days off in a row.
_HOLIDAYS = {
    "2025-01-01": 1,  # New Year
    "2025-01-28": 8,  # Spring Festival
    "2025-04-04": 3,  # Qingming
    "2025-05-01": 5,  # Labour Day
    "2025-05-31": 3,  # Dragon Boat
    "2025-10-01": 8,  # National Day and Mid-Autumn
    "2026-01-01": 3,
    "2026-02-15": 9,
    "2026-04-04": 3,
    "2026-05-01": 5,
    "2026-06-19": 3,
    "2026-09-25": 3,
    "2026-10-01": 7,
}
_MAKE_UP_WORKDAYS = (
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11"
    " 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
)

CHINA = WorkCalendar(
    zone=SHANGHAI,
    holidays=frozenset(
        date.fromisoformat(first) + timedelta(days=n)
        for first, count in _HOLIDAYS.items()
        for n in range(count)
    ),
    make_up_workdays=frozenset(map(date.fromisoformat, _MAKE_UP_WORKDAYS.split())),
)
