"""The catalogue of services on three levels, read from `data/services/*.toml`.

A file is a first level, its tables are the second, their tables the third: what residents ask for,
and in the same place the words they say it in (see `jiesu.simulate.telling`).
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Facet(NamedTuple):
    """One concrete problem within a service, in the words of those who tell and who reply.

    Where there is one way only to tell it, `en` may be empty: then nobody tells it in English.
    """

    kind: str
    place: str
    title: list[str]
    what: list[str]
    more: list[str]
    en_title: list[str]
    en: list[str]
    effect: list[str]
    ask: list[str]
    did: list[str]
    explain: list[str]


class Leaf(NamedTuple):
    """A service of the third level, with who leads it and how it is spoken of."""

    code: str
    key: str
    zh: str
    en: str
    urgency: str
    kind: str
    weight: float
    place: str
    firm: str
    season: str
    hours: str
    lead: str  # department, see `jiesu.simulate.city.units`
    listed: str  # basic | assist | taken_back, seen from the street
    answered: float  # share the desk can answer at once
    burst: str  # how it spreads: "" | self | pushed | mass
    facets: list[Facet]


class Branch(NamedTuple):
    """A service of the first or second level."""

    code: str
    parent: str
    zh: str
    en: str


class Catalogue(NamedTuple):
    """All services: branches and the leaves under them, both in order of code."""

    branches: list[Branch]
    leaves: list[Leaf]


@cache
def catalogue() -> Catalogue:
    """Read the catalogue."""
    whole = Catalogue([], [])
    folder = files("jiesu.simulate").joinpath("data/services")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        _add_file(whole, file.name[:2], tomllib.loads(file.read_text("utf-8")))
    return whole


def _add_file(whole: Catalogue, code: str, table: dict[str, Any]) -> None:
    whole.branches.append(Branch(code, "", *table.pop("name")))
    for number, (key, group) in enumerate(table.items(), start=1):
        parent = f"{code}{number:02d}"
        whole.branches.append(Branch(parent, code, *group.pop("name")))
        for place, (name, leaf) in enumerate(group.items(), start=1):
            whole.leaves.append(_leaf(f"{parent}{place:02d}", f"{key}.{name}", leaf))


def _leaf(code: str, key: str, table: dict[str, Any]) -> Leaf:
    zh, en = table["name"]
    return Leaf(
        code=code,
        key=key,
        zh=zh,
        en=en,
        urgency=table["urgency"],
        kind=table["kind"],
        weight=float(table["weight"]),
        place=table["place"],
        firm=table.get("firm", ""),
        season=table.get("season", "flat"),
        hours=table.get("hours", "any"),
        lead=table["lead"],
        listed=table["list"],
        answered=table.get("answered", 0.08 if table["kind"] == "inquiry" else 0.0),
        burst=table.get("burst", ""),
        facets=[
            Facet(**{name: one[name] for name in Facet._fields})
            for facet in table["facet"]
            for one in _apart({**table, **facet})
        ],
    )


def _apart(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Split a facet whose sentences tell different problems (`apart`) into one for each."""
    if not table.get("apart"):
        yield table
        return
    for number, (title, what) in enumerate(zip(table["title"], table["what"], strict=True)):
        english = {
            name: [text for text in table[name][number : number + 1] if text]
            for name in ("en_title", "en")
        }
        yield {**table, "title": [title], "what": [what], **english}
