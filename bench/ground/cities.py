"""Streams of appeals: real ones from the folder that JIESU_REAL_DATA names, and an invented one."""

import csv
import gzip
import os
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
from pyarrow import parquet

from jiesu.mining.forecasting.counts import Observations, observe

_SQUARE = 2500  # metres: Zürich's reports carry coordinates and no district
_NEW_YORK_ENDS = "2023-12-21"  # what is later was hardly written down any more


def _file(*names: str) -> Path:
    folder = os.environ.get("JIESU_REAL_DATA")
    if not folder:
        raise SystemExit("JIESU_REAL_DATA names no folder; it holds zurich, nyc_council, nyc_311")
    return Path(folder, *names)


def zurich() -> Observations:
    """Give reports by day, category and square of 2.5 km."""
    table = parquet.read_table(_file("zurich", "reports_2016_2025.parquet"))
    places = zip(table["e"].to_pylist(), table["n"].to_pylist(), strict=True)
    squares = [f"{e // _SQUARE}/{n // _SQUARE}" for e, n in places]
    return observe(table["date"], table["service_code"], squares, zone="UTC")


def new_york() -> Observations:
    """Give council cases by day, type and council member's district."""
    table = parquet.read_table(_file("nyc_council", "cases_2015_2025.parquet"))
    day = pc.strftime(table["opendate"], "%Y-%m-%d")
    table = table.filter(pc.less(day, _NEW_YORK_ENDS))
    return observe(table["opendate"], table["complaint_type"], table["account"], zone="UTC")


def brooklyn() -> Observations:
    """Give one year of noise complaints by the hour."""
    with gzip.open(_file("nyc_311", "brooklyn_noise_2023.csv.gz"), "rt") as file:
        hours = [row["created_hour"] for row in csv.DictReader(file)]
    return observe(hours, None, None, zone="UTC")


def invented(days: int = 800, seed: int = 7) -> Observations:
    """Give six services in eight areas: a week, a year, wandering levels, busy and quiet days."""
    rng = np.random.default_rng(seed)
    day = np.arange(days)[:, None, None]
    size = rng.gamma(1.0, 1.0, (1, 6, 8))
    wander = np.exp(rng.normal(0, 0.03, (days, 6, 1)).cumsum(axis=0))
    year = 1 + 0.4 * np.sin(2 * np.pi * (day / 365 + rng.random((1, 6, 1))))
    week = rng.gamma(8, 1 / 8, (7, 6, 1))[np.arange(days) % 7]
    counts = rng.poisson(size * wander * year * week * rng.gamma(6, 1 / 6, (days, 6, 1)))
    when, service, area = np.repeat(np.indices(counts.shape).reshape(3, -1), counts.ravel(), axis=1)
    first = np.datetime64("2024-01-01")
    return observe(
        (first + when).astype("datetime64[s]"), service.tolist(), area.tolist(), zone="UTC"
    )
