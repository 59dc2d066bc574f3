"""How fast a past is imported from a file, and in how much memory."""

from pathlib import Path

import click
from ground.city import Ground, ground
from ground.program import Cost
from ground.tables import MB, growth, print_table, say_where

_HEADER = ("database", "rows", "rows/s", "rows/CPU-s", "peak MB", "seconds grow as")


@click.command(help=__doc__)
@click.option("--sizes", default="10000,100000", show_default=True, help="Rows of the files.")
@click.option("--databases", default="sqlite,postgresql", show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Keep filled databases here.")
def main(sizes: str, databases: str, folder: Path | None) -> None:
    """Import files of each size into new databases of each kind."""
    say_where()
    counts = [int(size) for size in sizes.split(",")]
    with ground(folder) as place:
        rows = [row for kind in databases.split(",") for row in _of_kind(place, kind, counts)]
    print_table(
        "jiesu import of simulated appeals (without the start-up, as a file of one row takes)",
        _HEADER,
        rows,
    )


def _of_kind(place: Ground, kind: str, sizes: list[int]) -> list[tuple[object, ...]]:
    place.fill(kind, 1)  # compiles what is imported
    start = place.fill(kind, 1)
    costs = {size: place.fill(kind, size) for size in sizes}
    grow = growth(sizes, [cost.wall - start.wall for cost in costs.values()])
    return [_row(kind, size, cost, start, grow) for size, cost in costs.items()]


def _row(kind: str, size: int, cost: Cost, start: Cost, grow: str) -> tuple[object, ...]:
    wall, cpu = cost.wall - start.wall, cost.cpu - start.cpu
    return (kind, size, size / wall, size / cpu, cost.peak / MB, grow)


if __name__ == "__main__":
    main()
