"""Real streams: what is flagged in a city's own years, and how many alarms there are otherwise."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiesu.mining.surges.api import Judgement, judge
from jiesu.mining.surges.counting import LEARNING, panel
from jiesu.mining.surges.evaluate import count_alarms

_CELL = 1_500  # metres of a side
_PANDEMIC = date(2020, 3, 16), date(2020, 4, 15)


def zurich(folder: Path, rate: float) -> Judgement:
    """Judge Zürich's reports by category and cell of 1.5 km."""
    table = pq.read_table(folder / "zurich/reports_2016_2025.parquet")
    cells = [
        f"{east // _CELL}|{north // _CELL}"
        for east, north in zip(table["e"].to_pylist(), table["n"].to_pylist(), strict=True)
    ]
    return judge(panel(table["date"], service=table["service_code"], area=cells), rate=rate)


def new_york(folder: Path, rate: float) -> tuple[Judgement, Judgement]:
    """Judge the council's cases by kind in the whole city, and by kind and borough."""
    table = pq.read_table(folder / "nyc_council/cases_2015_2025.parquet")
    day = pc.cast(table["opendate"], "timestamp[s]")
    kind = table["complaint_type"]
    return (
        judge(panel(day, service=kind), rate=rate),
        judge(panel(day, service=kind, area=table["borough"]), rate=rate),
    )


def alarms(found: Judgement) -> tuple[int, int, float]:
    """Give streams, alarms that began, and alarms a stream and year."""
    judged = found.alarm[:, LEARNING:]
    many = int(count_alarms(judged))
    return len(judged), many, many / (judged.size / 365.25)


def of_march_2020(found: Judgement) -> list[tuple[Any, ...]]:
    """Give (service, area, first alarm, came, expected that day) of 16 March to 15 April 2020."""
    first, last = (int(np.datetime64(day, "D").astype(int)) for day in _PANDEMIC)
    span = range(first - found.panel.first, last - found.panel.first + 1)
    rows = []
    for one in np.flatnonzero(found.alarm[:, span].any(axis=1)).tolist():
        day = span[int(found.alarm[one, span].argmax())]
        told = str(np.datetime64(found.panel.first + day, "D"))
        came, usual = int(found.panel.counts[one, day]), float(found.watched.expected[one, day])
        rows.append((found.panel.services[one], found.panel.areas[one], told, came, usual))
    return sorted(rows, key=lambda row: row[2])
