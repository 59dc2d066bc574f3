"""A grammar as flat arrays, so that a hundred thousand texts are chosen and joined at once.

From small to large: a *fragment* is a piece of text; a *slot* is a choice among fragments that
stand next to one another, or a field that each row brings; a *pattern* is a row of slots; a *rule*
is a choice among patterns; a *structure* is a row of sections, and a section is a rule that depends
on what the text is about.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int32]

_PIECE = re.compile(r"\[(?P<choice>[^\[\]]*)\]|\{(?P<field>\w+)\}|(?P<text>[^\[\]{}]+)")
_WITH_FIELD = re.compile(r"\[(?P<inside>[^\[\]]*\{[^\[\]]*)\]")
_OPTION = re.compile(r"\((?P<inside>[^()]+)\)\?(?P<percent>\d+)")


class GrammarError(ValueError):
    """A pattern that cannot be read; the sentence names it."""


class Grammar(NamedTuple):
    """The flat arrays; `slot_start` below zero means field number `-slot_start - 1`."""

    fragments: list[str]
    slot_start: Index
    slot_count: Index
    pattern_start: Index
    pattern_length: Index
    rule_start: Index
    rule_count: Index


class Structures(NamedTuple):
    """Ways to build a text: way `i` is `sections[start[i] : start[i] + length[i]]`.

    Ways stand in groups; `edges[i]` is the group's number plus the share of it up to this way.
    """

    edges: NDArray[np.float64]
    start: Index
    length: Index
    sections: Index


@dataclass
class Book:
    """A grammar being written; give it fields first, then words and rules, then `close` it."""

    fields: Sequence[str]
    fragments: list[str] = field(default_factory=lambda: [""])
    _slots: list[tuple[int, int]] = field(default_factory=list)
    _patterns: list[tuple[int, int]] = field(default_factory=list)
    _rules: list[tuple[int, int]] = field(default_factory=list)
    _known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def words(self, choices: Iterable[str]) -> tuple[int, int]:
        """Add fragments next to one another and give their (start, count)."""
        start = len(self.fragments)
        self.fragments.extend(choices)
        return start, len(self.fragments) - start

    def rule(self, patterns: Sequence[str]) -> int:
        """Add a choice among patterns and give its number; the same choice is added once."""
        key = tuple(patterns)
        if key not in self._known:
            start = len(self._patterns)
            for pattern in patterns:
                for plain in _opened(pattern):
                    self._add(plain)
            self._known[key] = len(self._rules)
            self._rules.append((start, len(self._patterns) - start))
        return self._known[key]

    def _add(self, pattern: str) -> None:
        start, at = len(self._slots), 0
        for piece in _PIECE.finditer(pattern):
            if piece.start() != at:
                raise GrammarError(f"Unpaired bracket in {pattern!r} at {at}.")
            at = piece.end()
            self._slots.append(self._slot(piece, pattern))
        if at != len(pattern):
            raise GrammarError(f"Unpaired bracket in {pattern!r} at {at}.")
        self._patterns.append((start, len(self._slots) - start))

    def _slot(self, piece: re.Match[str], pattern: str) -> tuple[int, int]:
        name = piece["field"]
        if name is None:
            choices = piece["choice"].split("|") if piece["text"] is None else [piece["text"]]
            return self.words(choices)
        if name not in self.fields:
            raise GrammarError(f"No field {name!r}, in {pattern!r}.")
        return -self.fields.index(name) - 1, 1

    def close(self) -> Grammar:
        """Give the arrays."""
        pairs = [_columns(pairs) for pairs in (self._slots, self._patterns, self._rules)]
        return Grammar(self.fragments, *(column for pair in pairs for column in pair))


def _opened(pattern: str) -> Iterator[str]:
    """Turn a choice that holds a field into patterns of their own, for a slot is one or other."""
    choice = _WITH_FIELD.search(pattern)
    if choice is None:
        yield pattern
        return
    for alternative in choice["inside"].split("|"):
        yield from _opened(pattern[: choice.start()] + alternative + pattern[choice.end() :])


def _columns(pairs: list[tuple[int, int]]) -> tuple[Index, Index]:
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])


def structures(groups: Sequence[Sequence[str]], sections: Mapping[str, int]) -> Structures:
    """Read groups of ways such as `where what (more stop)?60`, options taken or left out."""
    found = [
        (share / len(ways), [sections[name] for name in names.split()])
        for ways in groups
        for way in ways
        for share, names in _readings(way)
    ]
    lengths = np.array([len(numbers) for _, numbers in found], np.int32)
    return Structures(
        # All shares together are the number of groups, so the running sum passes from one to next.
        edges=np.cumsum([share for share, _ in found]),
        start=(np.cumsum(lengths) - lengths).astype(np.int32),
        length=lengths,
        sections=np.array([one for _, numbers in found for one in numbers], np.int32),
    )


def _readings(way: str) -> Iterable[tuple[float, str]]:
    options = list(_OPTION.finditer(way))
    for taken in product((True, False), repeat=len(options)):
        share, text = 1.0, way
        for option, yes in zip(options, taken, strict=True):
            chance = int(option["percent"]) / 100
            share *= chance if yes else 1 - chance
            text = text.replace(option[0], option["inside"] if yes else "", 1)
        yield share, text
