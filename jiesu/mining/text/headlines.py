"""A readable headline for every group, made of its own words: where, and what."""

import re
from collections import Counter
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from jiesu.mining.columns import Column, Texts, strings
from jiesu.mining.text.normalisation import fields_of
from jiesu.mining.text.reasons import parts
from jiesu.mining.text.segmentation import segment

SCHEMA = pa.schema(
    {
        "group": pa.string(),
        "headline": pa.string(),
        "place": pa.string(),
        "problem": pa.string(),
        "appeals": pa.int64(),
    }
)
# A district named by a letter and a number would be cut into its neighbours: a7县|星沙.
_DISTRICT = re.compile(r"[a-z]\d*[省市县区]")
_WORDS = 3  # that name the problem
_SPOKEN_BY = 0.4  # share of a group's appeals that must use a word of its headline
_LONGEST = 40
# Words said about any problem, so that they name none: one a line.
_EMPTY = frozenset(files(__package__).joinpath("words", "empty.txt").read_text("utf-8").split())


class _Said(NamedTuple):
    title: str
    words: list[str]
    place: str


def headlines(table: pa.Table, ids: Column, texts: Texts) -> pa.Table:
    """Give `group, headline, place, problem, appeals` for the groups of a `groups` table.

    `ids` and `texts` are the columns that `groups` was given. Groups come in order of size.
    """
    titles, _ = fields_of([strings(column) for column in texts])
    titles = [_DISTRICT.sub(" ", title) for title in titles]
    row_of = {name: row for row, name in enumerate(strings(ids))}
    rarity = _rarity(titles)
    members: dict[str, list[dict[str, str]]] = {}
    for row in table.select(["id", "group", "role", "because"]).to_pylist():
        members.setdefault(row["group"], []).append(row)
    order = sorted(members, key=lambda group: -len(members[group]))
    lines = [_headline(members[group], titles, row_of, rarity) for group in order]
    columns = list(zip(*lines, strict=True)) or [(), (), ()]
    sizes = [len(members[group]) for group in order]
    return pa.table([order, *map(list, columns), sizes], schema=SCHEMA)


def _rarity(titles: list[str]) -> dict[str, float]:
    held = Counter(word for title in titles for word in set(segment(title)))
    return {word: float(np.log((len(titles) + 1) / seen)) for word, seen in held.items()}


def _headline(
    members: list[dict[str, str]],
    titles: list[str],
    row_of: dict[str, int],
    rarity: dict[str, float],
) -> tuple[str, str, str]:
    said = [_said(member, titles[row_of[member["id"]]]) for member in members]
    lead = next(
        (one for one, member in zip(said, members, strict=True) if member["role"] == "core"),
        said[0],
    )
    place = _commonest([one.place for one in said if one.place])
    problem = _problem(said, lead, place, rarity)
    line = " · ".join(part for part in (place, problem) if part) or lead.title[:_LONGEST]
    return line, place, problem


def _said(member: dict[str, str], title: str) -> _Said:
    return _Said(title, segment(title), parts(member["because"]).get("place", ""))


def _commonest(places: list[str]) -> str:
    """Give the place that most reasons name; of equals the longest says most."""
    count = Counter(places)
    return max(count, key=lambda place: (count[place], len(place)), default="")


def _problem(said: list[_Said], lead: _Said, place: str, rarity: dict[str, float]) -> str:
    """Give the words that many members use and few others, in the order of the leading title."""
    used = Counter(word for one in said for word in dict.fromkeys(one.words))
    value = {
        word: seen * rarity.get(word, 0.0)
        for word, seen in used.items()
        if seen >= _SPOKEN_BY * len(said)
        and len(word) > 1
        and word not in _EMPTY
        and word not in place
        and not word.isdigit()
    }
    best = sorted(value, key=lambda word: -value[word])[:_WORDS]
    first = {word: lead.title.find(word) % (len(lead.title) + 1) for word in best}
    return " ".join(sorted(best, key=lambda word: first[word]))
