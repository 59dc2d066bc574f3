"""What a measurement prints: where and when it ran, its figures, and how they grow."""

import math
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

MB = 1e6


def say_where() -> None:
    """Print the machine, the time and the load: absolute figures mean little without them."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()}")
    print(f"{os.cpu_count()} × {_processor()}, {_memory() / 1e9:.0f} GB, load {load}")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")


def say_progress(done: str) -> None:
    """Tell whoever waits what is done, beside the tables: a run of an hour may be cut off."""
    print(f"{datetime.now(UTC):%H:%M:%S} {done}", file=sys.stderr, flush=True)


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under a header; the first column to the left, numbers to the right."""
    cells = [[_shown(cell) for cell in row] for row in [header, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}")
    for line in cells:
        padded = zip(line, widths, strict=True)
        first, *others = [
            f"{cell:<{w}}" if n == 0 else f"{cell:>{w}}" for n, (cell, w) in enumerate(padded)
        ]
        print("  ".join([first, *others]), flush=True)


def growth(sizes: Sequence[int], values: Sequence[float]) -> str:
    """Say with what power of the size a value grows: the slope between their logarithms."""
    points = [
        (size, value) for size, value in zip(sizes, values, strict=True) if size > 0 and value > 0
    ]
    if len({size for size, _value in points}) < 2:
        return "–"
    x, y = ([math.log(number) for number in numbers] for numbers in zip(*points, strict=True))
    return f"n^{statistics.linear_regression(x, y).slope:.2f}"


def quantile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _shown(cell: object) -> str:
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
    return str(cell)


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() or "?"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
