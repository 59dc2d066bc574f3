"""Joining texts: every choice of every row is made at once, then all pieces are taken in one go."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiesu.simulate import draw
from jiesu.simulate.draw import Ints, Keys
from jiesu.simulate.telling.grammar import Grammar, Index, Structures

Flags = NDArray[np.bool_]


class Press(NamedTuple):
    """A closed grammar ready to print: fragments as Arrow, misspelt twins, rules by topic."""

    grammar: Grammar
    fragments: pa.Array
    twin: Index
    rules: Index  # [section, topic] → rule
    fixed: Flags  # [section] → half of its choices are facts of the issue
    vague: Index  # [section] → the section said instead when the place is not told


class Copy(NamedTuple):
    """What a batch of texts is to say, a row each."""

    group: Ints  # of ways, in the structures
    topic: Ints
    fields: NDArray[np.int32]  # [field, row] → fragment
    issues: Keys
    keys: Keys  # choices follow from these
    endings: Keys  # those of the last sections from these; the same for a text of its own
    vague: Flags
    slips: Flags  # typed carelessly


_LAST = 3  # sections that a near copy words anew
_CARELESS = 0.14  # share of pieces misspelt by who types carelessly


def compose(press: Press, structures: Structures, copy: Copy) -> pa.Array:
    """Write a text for each row."""
    luck = copy.group + draw.uniform(copy.keys, "way")
    way = np.searchsorted(structures.edges, luck, side="right")
    way = np.minimum(way, len(structures.edges) - 1)
    row, section, key = _sections(press, structures, copy, way)
    rule = press.rules[section, copy.topic[row]]
    grammar = press.grammar
    pattern = grammar.rule_start[rule] + draw.pick(key, "pattern", grammar.rule_count[rule])
    lengths = grammar.pattern_length[pattern]
    parent, slot = _spread(grammar.pattern_start[pattern], lengths)
    key = draw.child(key[parent], slot)
    shared = draw.child(copy.issues[row[parent]], slot)
    fact = press.fixed[section[parent]] & draw.chance(shared, "fact", 0.5)
    pieces = _pieces(press, copy, row[parent], slot, np.where(fact, shared, key))
    per_row = np.bincount(row, weights=lengths, minlength=len(way)).astype(np.int64)
    return _join(press.fragments, pieces, np.concatenate([[0], np.cumsum(per_row)]))


def _sections(
    press: Press, structures: Structures, copy: Copy, way: Ints
) -> tuple[Ints, Index, Keys]:
    """List the sections of all rows one after another: (row, section, key)."""
    lengths = structures.length[way]
    row, at = _spread(structures.start[way], lengths)
    section = structures.sections[at]
    section = np.where(copy.vague[row], press.vague[section], section)
    position = at - structures.start[way][row]
    last = position >= lengths[row] - _LAST
    return row, section, draw.child(np.where(last, copy.endings[row], copy.keys[row]), position)


def _pieces(press: Press, copy: Copy, row: Ints, slot: Ints, keys: Keys) -> Index:
    """Choose a fragment for each slot."""
    start = press.grammar.slot_start[slot]
    chosen = start + draw.pick(keys, "piece", press.grammar.slot_count[slot]).astype(np.int32)
    filled = start < 0
    chosen[filled] = copy.fields[-start[filled] - 1, row[filled]]
    careless = np.flatnonzero(copy.slips[row])
    slips = careless[draw.chance(keys[careless], "slip", _CARELESS)]
    chosen[slips] = press.twin[chosen[slips]]
    return chosen


def _spread(start: Index, length: Index) -> tuple[Ints, Ints]:
    """Count up from each start: (which one, number), one after another."""
    which = np.repeat(np.arange(len(start)), length)
    ends = np.cumsum(length)
    number = np.arange(len(which)) + np.repeat(start - ends + length, length)
    return which, number


def _join(fragments: pa.Array, pieces: Index, bounds: Ints) -> pa.Array:
    """Take all pieces in one go; they lie in one buffer in order, so texts are wider offsets."""
    taken = fragments.take(pa.array(pieces))
    _, offsets, data = taken.buffers()
    edges = np.frombuffer(offsets, np.int32, len(pieces) + 1, taken.offset * 4)
    texts = np.ascontiguousarray(edges[bounds])
    return pa.StringArray.from_buffers(len(bounds) - 1, pa.py_buffer(texts), data)
