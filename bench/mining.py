"""How fast and how right groups of one problem are, beside tools for copies and for topics."""

from pathlib import Path
from typing import Any

import click
import numpy as np
from ground.city import Ground, ground
from ground.drawing import draw
from ground.peers import installed, measured
from ground.program import Cost, Program
from ground.tables import MB, growth, print_table, say_where
from pyarrow import parquet

_HEADER = (
    "method",
    "seconds",
    "of the processor",
    "of it to start",
    "MB",
    "pair P",
    "pair R",
    "pair F1",
    "× ours",
    "without the start",
)
_LARGE = 1_000_000  # appeals from which on growth is told apart: there the start is nothing
_TOLD_APART = 0.25  # share of our time that must be work, else what the start takes hides it
_HARDLY_ANY = 100  # appeals: what a run on so few takes is what its program takes to start


@click.command(help=__doc__)
@click.option("--sizes", default="10000,100000", show_default=True, help="Appeals, by commas.")
@click.option("--peers-until", default=100_000, show_default=True, help="Largest size for peers.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep and use again what is made.")
@click.option("--draw", "picture", type=click.Path(path_type=Path), help="SVG of how ours grows.")
def main(sizes: str, peers_until: int, folder: Path | None, picture: Path | None) -> None:
    """Group simulated appeals whose truth is known."""
    say_where()
    counts = [int(size) for size in sizes.split(",")]
    with ground(folder) as here:
        here.city("sqlite", 0).run("mine", "groups", "--help")
        _ours(here, min(counts))  # compiles, once for all
        ours = {size: _ours(here, size) for size in [_HARDLY_ANY, *counts]}
        for size in counts:
            _print(here, size, ours, peers_until)
    costs = {size: ours[size][0] for size in counts}
    for least in (0, _LARGE):
        some = {size: cost for size, cost in costs.items() if size >= least}
        if len(some) > 1 or not least:
            _print_growth(some)
    if picture:
        picture.write_text(_drawn(costs))


def _print_growth(costs: dict[int, Cost]) -> None:
    sizes = list(costs)
    cpu = growth(sizes, [cost.cpu for cost in costs.values()])
    memory = growth(sizes, [float(cost.peak) for cost in costs.values()])
    title = f"Growth of ours from {min(sizes):,} to {max(sizes):,}"
    print_table(title, ("seconds of the processor", "memory"), [(cpu, memory)])


def _drawn(costs: dict[int, Cost]) -> str:
    panels = {
        "Seconds of the processor": [(size, cost.cpu) for size, cost in costs.items()],
        "MB at the peak": [(size, cost.peak / MB) for size, cost in costs.items()],
    }
    return draw("What grouping takes, by the number of appeals", "appeals", panels)


def _told(here: Ground, size: int) -> Path:
    """Give a year of appeals of a city that is large enough for them; the truth lies beside it."""
    path = here.folder / f"told-{size}.parquet"
    if not _truth(path).exists():
        made = ("--appeals", str(size), "--days", "365", "--out", str(path))
        Program(here.folder / "none").run("simulate", "appeals", *made)
    return path


def _truth(appeals: Path) -> Path:
    return appeals.with_suffix(".truth.parquet")


def _ours(here: Ground, size: int) -> tuple[Cost, Any]:
    """Group one file as an operator would; give what it took and the groups."""
    out = here.folder / "groups.parquet"
    cost = here.city("sqlite", 0).run("mine", "groups", str(_told(here, size)), "--out", str(out))
    return cost, _label(out, "group")


def _label(path: Path, name: str) -> Any:
    """Give a number for each row, equal where the column is."""
    column = parquet.read_table(path, columns=[name])[name].combine_chunks()
    return column.dictionary_encode().indices.to_numpy()


def _print(here: Ground, size: int, ours: dict[int, tuple[Cost, Any]], peers_until: int) -> None:
    appeals, few = _told(here, size), _told(here, _HARDLY_ANY)
    truth = _label(_truth(appeals), "issue")
    start = ours[_HARDLY_ANY][0].cpu
    rows = [_row("ours", ours[size], start, truth, (ours[size][0].cpu, start))]
    for name, method in installed().items() if size <= peers_until else ():
        start_of_peer = measured(method, few)[0].cpu
        found = measured(method, appeals)
        rows.append(_row(name, found, start_of_peer, truth, (ours[size][0].cpu, start)))
    print_table(f"{size:,} appeals, Parquet to groups", _HEADER, rows)


def _row(
    name: str, one: tuple[Cost, Any], start: float, truth: Any, ours: tuple[float, float]
) -> tuple[object, ...]:
    cost, found = one
    right, wrong, missed = _pairs(found, truth)
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    figures = (f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}")
    work = ours[0] - ours[1]
    apart = f"{(cost.cpu - start) / work:.1f} ×" if work > _TOLD_APART * ours[0] else "–"
    times = (f"{cost.cpu / ours[0]:.1f} ×", apart)
    return name, cost.wall, cost.cpu, start, cost.peak / MB, *figures, *times


def _pairs(found: Any, truth: Any) -> tuple[float, float, float]:
    """Count pairs of appeals: rightly together, wrongly together, wrongly apart."""
    _, found = np.unique(found, return_inverse=True)
    _, truth = np.unique(truth, return_inverse=True)
    both = _within(found.astype(np.int64) * (int(truth.max()) + 1) + truth)
    return both, _within(found) - both, _within(truth) - both


def _within(label: Any) -> float:
    sizes = np.unique(label, return_counts=True)[1].astype(float)
    return float((sizes * (sizes - 1) / 2).sum())


if __name__ == "__main__":
    main()
