"""The columns of a stream, as files have them, and how to fill some of them."""

import numpy as np
import pyarrow as pa

from jiesu.simulate.draw import Ints
from jiesu.simulate.stream.issues import HOUR
from jiesu.simulate.stream.outcomes.fates import NEVER

_ZONE = 8 * HOUR  # Asia/Shanghai; the stream runs on local time, files on UTC
_TIME = pa.timestamp("us", "UTC")
SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("time", _TIME),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("area", pa.string()),
        ("place_words", pa.string()),
        ("service", pa.string()),
        ("appellant", pa.int64()),
        ("channel", pa.string()),
        ("kind", pa.string()),
        ("accepted_at", _TIME),
        ("dispatched_at", _TIME),
        ("unit", pa.string()),
        ("signed_at", _TIME),
        ("started_at", _TIME),
        ("due_at", _TIME),
        ("replied_at", _TIME),
        ("reply", pa.string()),
        ("outcome", pa.string()),
        ("completed_at", _TIME),
        ("state", pa.string()),
        ("view", pa.string()),
        ("rating", pa.int8()),
    ]
)
TRUTH = pa.schema(
    [("id", pa.int64()), ("issue", pa.int64()), ("service", pa.string()), ("unit", pa.string())]
)


def times(at: Ints) -> pa.Array:
    """Write local times as UTC, none for `NEVER`."""
    return pa.array(at - _ZONE, mask=at == NEVER).cast(_TIME)


def take(names: list[str], number: Ints) -> pa.Array:
    """Look names up; -1 is the last one."""
    return pa.array(names, pa.string()).take(pa.array(np.where(number < 0, len(names) - 1, number)))
