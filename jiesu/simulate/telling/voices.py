"""The voices of residents and units, from `data/voices.toml` and the services' own words."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from jiesu.simulate.city.catalogue import Facet
from jiesu.simulate.city.files import City
from jiesu.simulate.telling import slips
from jiesu.simulate.telling.compose import Press
from jiesu.simulate.telling.grammar import Book, Structures, structures
from jiesu.simulate.telling.lexicon import FIELDS, Lexicon, lexicon

SPOKEN = ("phone", "web", "app", "letter", "english")
PLACES = ("full_place", "rough_place", "en_place", "nothing")
REPLIES = (
    *("resolved", "partly_resolved", "explained", "cannot_act", "not_found"),
    *("answered", "bad"),
)

_BY_FACET = (
    *("title", "what", "more", "effect", "ask", "did", "explain"),
    *("en_title", "en"),
)
_BY_PLACE = ("where", "here", "vague", "who", "headline")
_SAID_VAGUELY = {"where": "vague", "here": "vague", "headline": "nothing", "who": "nothing_much"}


class Topic(NamedTuple):
    """One thing to talk about: a facet of a service, given by its number."""

    leaf: int
    facet: Facet

    @property
    def place(self) -> str:
        """Name the kind of place it happens at."""
        return self.facet.place


class Voices(NamedTuple):
    """Everything needed to put appeals and replies into words."""

    press: Press
    lexicon: Lexicon
    topics: list[Topic]
    titles: Structures  # a group for each of SPOKEN
    texts: Structures
    places: Structures  # a group for each of PLACES
    replies: Structures  # a group for each of REPLIES


def voices(city: City) -> Voices:
    """Write the whole grammar of the city."""
    table = tomllib.loads(files("jiesu.simulate").joinpath("data/voices.toml").read_text("utf-8"))
    topics = [
        Topic(number, facet)
        for number, leaf in enumerate(city.services.leaves)
        for facet in leaf.facets
    ]
    book = Book(FIELDS)
    words = lexicon(book, city, table["fields"])
    plain = {**table["sections"], **table["replies"], **_plain_english(table["english"])}
    sections = {name: number for number, name in enumerate((*_BY_FACET, *_BY_PLACE, *plain))}
    rules = _rules(book, table, plain, topics)
    spoken = {**table["voices"], "english": table["english"]}
    return Voices(
        press=_press(book, rules, sections),
        lexicon=words,
        topics=topics,
        titles=structures([spoken[name]["title"] for name in SPOKEN], sections),
        texts=structures([spoken[name]["text"] for name in SPOKEN], sections),
        places=structures([[name] for name in PLACES], sections),
        replies=structures([table["reply_styles"][name] for name in REPLIES], sections),
    )


def _plain_english(english: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: words for name, words in english.items() if name.startswith("en_")}


def _rules(
    book: Book,
    table: Mapping[str, Any],
    plain: Mapping[str, Sequence[str]],
    topics: Sequence[Topic],
) -> list[list[int]]:
    """Give the rule of each section, in their order, for each topic."""
    rows = [
        [book.rule(getattr(topic.facet, name) or [""]) for topic in topics] for name in _BY_FACET
    ]
    rows += [[book.rule(table[name][topic.place]) for topic in topics] for name in _BY_PLACE]
    for name, words in plain.items():
        other = table["otherwise"].get(name, {})
        rows.append([book.rule(other.get(topic.place, words)) for topic in topics])
    return rows


def _press(book: Book, rules: list[list[int]], sections: Mapping[str, int]) -> Press:
    vague = np.arange(len(rules), dtype=np.int32)
    for section, said in _SAID_VAGUELY.items():
        vague[sections[section]] = sections[said]
    for section in ("zone", "place_line"):
        vague[sections[section]] = sections["nothing"]
    fixed = np.zeros(len(rules), np.bool_)
    fixed[sections["what"]] = True
    grammar = book.close()
    misspelt, twin = slips.twins(grammar.fragments)
    fragments = pa.array([*grammar.fragments, *misspelt], pa.string())
    return Press(grammar, fragments, twin, np.array(rules, np.int32), fixed, vague)
