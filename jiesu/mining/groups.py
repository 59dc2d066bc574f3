"""Which appeals are one problem: same thing at the same place, or of the same organisation.

Columns in, columns out. Copies are folded first, candidates found by rare grams, pairs weighed by
`evidence`, groups made by `linkage`; every member can say in words what ties it to its group.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.candidates import candidates
from jiesu.mining.columns import Column, Texts, days, floats, strings
from jiesu.mining.evidence import Facts, Rows, probability, rows
from jiesu.mining.linkage import Linked, grouped
from jiesu.mining.names import sightings
from jiesu.mining.numbering import numbers
from jiesu.mining.reasons import because
from jiesu.mining.sketch import READ, Sketch, shared_runs, sketch
from jiesu.mining.text import fields_of

SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "group": pa.string(),
        "role": pa.string(),
        "score": pa.float32(),
        "because": pa.string(),
    }
)
CORE = 3  # appeals of a group that speak for it
_COPY = 8  # letters from which on an equal text is a copy and not a coincidence
_CELL = 1000  # cells of a degree (about 100 m) in which equal texts are copies


class DuplicateIdError(ValueError):
    """Two rows carry one id, so a group could not say which it holds."""


class _Appeals(NamedTuple):
    """The rows in the order of time."""

    ids: list[str]
    titles: list[str]
    details: list[str]
    days: npt.NDArray[np.float64]
    place: npt.NDArray[np.float64]


class _Folded(NamedTuple):
    """Copies folded: `first[k]` is the row that stands for text k, `of[row]` the text of a row."""

    first: npt.NDArray[np.int64]
    of: npt.NDArray[np.int64]


def groups(
    ids: Column,
    texts: Texts,
    times: Column | None = None,
    lat: Column | None = None,
    lon: Column | None = None,
) -> pa.Table:
    """Give the table `id, group, role, score, because`, in the order of `ids`.

    `texts` holds one column (text) or more (title, details). `group` is the id of the group's
    earliest appeal; `role` is core, member or only; `score` in [0, 1] is the evidence of the
    strongest tie to another member, `because` its words (see `reasons`). Raises `DuplicateIdError`
    for a repeated id and `ValueError` for columns of unequal length.
    """
    names = strings(ids)
    fields = [strings(column) for column in texts]
    _check(names, fields)
    at, order = days(times, len(names)), np.empty(0, np.int64)
    order = np.argsort(np.nan_to_num(at, nan=-np.inf), kind="stable")
    place = np.column_stack([floats(lat, len(names)), floats(lon, len(names))])
    found = _found(_appeals(names, fields, at, place, order))
    back = np.empty(len(names), np.int64)
    back[order] = np.arange(len(names))
    return found.take(back)


def _check(names: list[str], fields: list[list[str]]) -> None:
    if not fields or any(len(field) != len(names) for field in fields):
        raise ValueError("ids and every text column must have the same number of rows")
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DuplicateIdError(f"the id {name} stands in more than one row; ids must be unique")
        seen.add(name)


def _appeals(
    names: list[str],
    fields: list[list[str]],
    at: npt.NDArray[np.float64],
    place: npt.NDArray[np.float64],
    order: npt.NDArray[np.int64],
) -> _Appeals:
    """Clean the texts and put the rows in the order of time."""
    titles, details = fields_of([[field[row] for row in order] for field in fields])
    return _Appeals([names[row] for row in order], titles, details, at[order], place[order])


def _found(appeals: _Appeals) -> pa.Table:
    folded = _fold(appeals)
    titles = [appeals.titles[row] for row in folded.first]
    details = [appeals.details[row] for row in folded.first]
    facts = Facts(numbers(titles), appeals.days[folded.first], appeals.place[folded.first])
    data = rows(sketch(titles, details), sightings(titles, details), facts)
    left, right = candidates(data)
    linked = grouped(left, right, probability(left, right, data), data)
    why = _reasons(linked, data, appeals, folded)
    return _table(linked, why, appeals, folded)


def _fold(appeals: _Appeals) -> _Folded:
    """Fold rows that say the very same at the same place, so that copies weigh as one."""
    seen: dict[tuple[object, ...], int] = {}
    of = np.empty(len(appeals.ids), np.int64)
    first: list[int] = []
    cells = np.floor(np.nan_to_num(appeals.place, nan=-999.0) * _CELL).astype(np.int64).tolist()
    for row, text in enumerate(zip(appeals.titles, appeals.details, strict=True)):
        key = (*text, *cells[row]) if _telling(*text) else (row,)
        of[row] = seen.setdefault(key, len(first))
        if of[row] == len(first):
            first.append(row)
    return _Folded(np.array(first, np.int64), of)


def _telling(title: str, detail: str) -> bool:
    """Whether a text says enough to be a copy of its equal, and not the like of it by chance."""
    return sum(sign.isalpha() for sign in title + detail[:READ]) >= _COPY


def _reasons(linked: Linked, data: Rows, appeals: _Appeals, folded: _Folded) -> dict[int, str]:
    """Say for every text that is not alone what ties it to its partner."""
    tied = np.flatnonzero(linked.partner != np.arange(len(linked.partner)))
    partner = linked.partner[tied]
    texts = [appeals.titles[row] or appeals.details[row][:READ] for row in folded.first[tied]]
    runs = shared_runs(texts, partner, Sketch(*data[:4]), data.rarity)
    gaps = np.abs(data.days[tied] - data.days[partner])
    names = [appeals.ids[row] for row in folded.first[partner]]
    return {
        int(text): because(run, partner=name, days=gap)
        for text, run, name, gap in zip(tied, runs, names, gaps.tolist(), strict=True)
    }


def _table(linked: Linked, why: dict[int, str], appeals: _Appeals, folded: _Folded) -> pa.Table:
    group = folded.first[linked.group[folded.of]]
    size = np.bincount(group, minlength=len(group))[group]
    copied = folded.first[folded.of] != np.arange(len(group))
    score = np.where(copied, 1.0, linked.tie[folded.of])
    core = _cores(group, np.where(copied, -1.0, linked.fit[folded.of]))
    role = np.where(size == 1, "only", np.where(core, "core", "member"))
    reasons = [
        f"copy:{appeals.ids[folded.first[text]]}" if copied[row] else why.get(int(text), "")
        for row, text in enumerate(folded.of)
    ]
    lead = [appeals.ids[row] for row in group]
    return pa.table([appeals.ids, lead, role.tolist(), score.tolist(), reasons], schema=SCHEMA)


def _cores(group: npt.NDArray[np.int64], fit: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Mark the `CORE` members of each group that fit it best."""
    order = np.lexsort((-fit, group))
    ranked = group[order]
    starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    rank = np.arange(len(ranked)) - np.repeat(starts, np.diff(np.append(starts, len(ranked))))
    core = np.zeros(len(group), np.bool_)
    core[order] = rank < CORE
    return core
