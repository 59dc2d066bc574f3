"""How far one person or many likes can move a group in the ranking by heat.

The protocol is fixed. Every group of two or more is attacked by itself, twice: one new person sends
thirty copies, today, of the text that most people in the group have sent; and one of its messages,
the one with the fewest likes, gets a thousand likes. A group's own rows make its heat, so its new
rank is found among the others as they were. Beside it: ranking by raw counts and by raw likes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import days, floats, strings
from jiesu.mining.evaluation_options import print_figures
from jiesu.mining.grouping.api import group_appeals
from jiesu.mining.heat.api import heat
from jiesu.mining.heat.ranking import in_order
from jiesu.mining.options import FILE, named, source_file, working

Floats = npt.NDArray[np.float64]

COPIES, LIKES = 30, 1000
_TROLL = "\0one person"
_HELD = 3  # ranks that a group may move


class Rows(NamedTuple):
    """What heat is made of, a value per appeal; days since 1970, NaN where unknown."""

    group: list[str]
    at: Floats
    people: list[str] | None
    texts: list[str]
    area: list[str] | None
    likes: Floats

    def of(self, rows: npt.NDArray[np.int64]) -> "Rows":
        """Take some rows."""

        def some(values: list[str] | None) -> list[str] | None:
            return None if values is None else [values[row] for row in rows]

        return Rows(
            [self.group[row] for row in rows],
            self.at[rows],
            some(self.people),
            [self.texts[row] for row in rows],
            some(self.area),
            self.likes[rows],
        )


def rows(appeals: Appeals, found: pa.Table, *, person: str, likes: str) -> Rows:
    """Take the columns of a file and the groups `found` in it (what `groups` gave)."""
    count = appeals.table.num_rows
    people, areas = appeals.optional(person, "appellant"), appeals.known("area")
    liked = floats(appeals.optional(likes, "likes"), count)
    return Rows(
        in_order(found, strings(appeals.ids)),
        days(appeals.known("time"), count),
        None if people is None else strings(people),
        ["\n".join(fields) for fields in zip(*map(strings, appeals.texts), strict=True)],
        None if areas is None else strings(areas),
        np.nan_to_num(liked),
    )


class HeatScore(NamedTuple):
    """One ranking: the share of groups that moved three ranks at most, and the farthest move."""

    method: str
    copies_held: float
    copies_top_100: float
    copies_farthest: float
    likes_held: float
    likes_top_100: float
    likes_farthest: float


Ranking = Callable[[Rows, float], float]


def evaluate(rows: Rows) -> Iterator[HeatScore]:
    """Attack every group of two or more under each ranking."""
    today = float(np.nanmax(rows.at)) if np.isfinite(rows.at).any() else 0.0
    members: dict[str, list[int]] = {}
    for row, group in enumerate(rows.group):
        members.setdefault(group, []).append(row)
    parts = [rows.of(np.array(found)) for found in members.values() if len(found) > 1]
    for method, ranking in _RANKINGS.items():
        yield _judged(method, ranking, parts, today)


def _judged(method: str, ranking: Ranking, parts: list[Rows], today: float) -> HeatScore:
    value = np.array([ranking(part, today) for part in parts])
    place = (-value).argsort(kind="stable").argsort(kind="stable")
    found: list[float] = []
    for attack in (_copied, _liked):
        after = np.array([ranking(attack(part, today), today) for part in parts])
        moved = _moved(value, after)
        found += [
            float(np.mean(moved <= _HELD)) if parts else np.nan,
            float(moved[place < 100].max(initial=0)),  # noqa: PLR2004  (the name of the figure)
            float(moved.max(initial=0)),
        ]
    return HeatScore(method, *found)


def _moved(before: Floats, after: Floats) -> Floats:
    """Count the groups that each one passes, either way; those as hot as it was are not passed."""
    order = np.sort(before)
    low, high = np.minimum(before, after), np.maximum(before, after)
    passed = np.searchsorted(order, high, "left") - np.searchsorted(order, low, "right")
    moved: Floats = np.maximum(passed, 0).astype(np.float64)
    return moved


def _copied(part: Rows, today: float) -> Rows:
    """Let one new person send copies of the text that most have sent."""
    text = max(part.texts, key=part.texts.count)
    where = part.texts.index(text)
    return Rows(
        [*part.group, *[part.group[0]] * COPIES],
        np.append(part.at, np.full(COPIES, today)),
        [*(part.people or _everyone(part)), *[_TROLL] * COPIES],
        [*part.texts, *[text] * COPIES],
        None if part.area is None else [*part.area, *[part.area[where]] * COPIES],
        np.append(part.likes, np.zeros(COPIES)),
    )


def _everyone(part: Rows) -> list[str]:
    return [str(row) for row in range(len(part.group))]


def _liked(part: Rows, today: float) -> Rows:  # noqa: ARG001  (an attack like the other)
    likes = part.likes.copy()
    likes[likes.argmin()] += LIKES
    return part._replace(likes=likes)


def _heat(part: Rows, today: float) -> float:
    found = heat(
        part.group,
        [_moment(day) for day in part.at],
        now=_moment(today),
        people=part.people,
        texts=part.texts,
        area=part.area,
        likes=part.likes.tolist(),
    )
    return float(found["heat"][0].as_py())


def _moment(day: float) -> Any:
    if np.isnan(day):
        return None
    return np.datetime64(round(day * 86_400), "s").item()


def _count(part: Rows, today: float) -> float:  # noqa: ARG001  (a ranking like the others)
    return float(len(part.group))


def _likes(part: Rows, today: float) -> float:  # noqa: ARG001  (as above)
    return float(part.likes.sum())


_RANKINGS: dict[str, Ranking] = {
    "jiesu mine heat": _heat,
    "raw counts": _count,
    "raw likes": _likes,
}


@click.command("heat")
@source_file
@click.option("--groups", "known", type=FILE, help="What `mine groups` wrote; else done anew.")
@click.option("--person", default="appellant", show_default=True, help="Column: who spoke.")
@click.option("--likes", default="likes", show_default=True, help="Column: likes.")
@named
def command(source: Path, names: Names, known: Path | None, **columns: str) -> None:
    """Attack every group with thirty copies by one person, and with a thousand likes."""
    with working("Attacking"):
        appeals = Appeals(source, names)
        found = tables.read(known) if known else group_appeals(appeals)
        figures = list(evaluate(rows(appeals, found, **columns)))
    print_figures(HeatScore._fields, figures)
