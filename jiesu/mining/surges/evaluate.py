"""How often an alarm is sounded, as it is counted everywhere: a span of high days is one alarm."""

from typing import Any

import numba as nb

QUIET = 14  # days without a high score after which another one is another alarm


@nb.njit(cache=True)
def count_alarms(high: Any) -> Any:
    """Count the alarms of rows of days: a high day counts unless one of `QUIET` before was high."""
    count = 0
    for row in range(high.shape[0]):
        last = -QUIET - 1
        for day in range(high.shape[1]):
            if high[row, day]:
                count += day - last > QUIET
                last = day
    return count
