"""A row of a file becomes an appeal of the past, or is rejected with a sentence."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from jiesu.casework.kinds import Kind
from jiesu.casework.stages.backfilling.backfill import HistoryRow
from jiesu.channels.file_import.expressions import (
    Cells,
    RejectedError,
    bind_moment,
    bind_place,
    bind_words,
    check_columns,
    check_exact,
)
from jiesu.channels.file_import.formats.tables import Row, Table
from jiesu.channels.file_import.mapping import Mapping, Moment, Words
from jiesu.channels.file_import.values.cells import as_text
from jiesu.channels.file_import.values.chronology import AFTER_SAID, in_order
from jiesu.channels.file_import.values.names import Names
from jiesu.rules.lifecycle import CLOSED, Outcome, State, View
from jiesu.rules.policy import SAMPLE
from jiesu.rules.timing.plausible import Span

_WORDS = {
    "text": "text",
    "title": "title",
    "kind": "kind",
    "channel": "channel",
    "appellant": "appellant",
    "place_words": "place_words",
    "area": "area_code",
    "service": "service_code",
    "unit": "unit_code",
    "state": "state",
    "outcome": "outcome",
    "reply": "reply",
    "view": "view",
}
_CHOICES: dict[str, frozenset[str]] = {
    "kind": frozenset(Kind.values),
    "state": frozenset(State),
    "outcome": frozenset(Outcome),
    "view": frozenset(View),
}
_EXACT = frozenset({"appellant"})  # what tells people apart, as the id tells rows
_PROMISE = "due_at"
_LONGEST_CHANNEL = 32  # characters
LONGEST_KEY = 128  # characters of source and id together


class RowReader:
    """Reads rows of one table by one mapping."""

    def __init__(self, mapping: Mapping, table: Table, names: Names) -> None:
        """Bind the mapping to the file's columns; raises `UnreadableError` where one is missing."""
        self._names = names
        present = frozenset(table.columns)
        check_columns(_needed(mapping), present)
        self._source = mapping.source
        self._key = mapping.key
        self._id = bind_words("id", mapping.id, present, exact=True)
        self._zone, self._earliest = mapping.zone, mapping.earliest
        self._words = {
            field: bind_words(part, getattr(mapping, part), present, exact=part in _EXACT)
            for part, field in _WORDS.items()
            if getattr(mapping, part) is not None
        }
        self._moments = {
            name: bind_moment(part, mapping.zone, present, table.day_zero)
            for name, part in mapping.parts.items()
            if isinstance(part, Moment)
        }
        self._place = bind_place(mapping.place, present)
        self._rating = bind_words("result_rating", mapping.result_rating, present)

    def read(self, row: Row, *, now: datetime) -> HistoryRow:
        """Make an appeal of the past from a row; raises `RejectedError` with a sentence."""
        cells = row.cells
        words = {field: text for field, read in self._words.items() if (text := read(cells))}
        moments = self._read_moments(cells, now)
        _check_words(words)
        said_at = _check_moments(words, moments, self._zone)
        point, source_id = self._place(cells), self._source_id(cells)
        self._names.put_codes(words)
        return HistoryRow(
            **words,  # type: ignore[arg-type]  # every field of `_WORDS` is a text
            **(moments | {"said_at": said_at}),  # type: ignore[arg-type]  # the others are moments
            source=self._source,
            source_id=source_id,
            lat=point and point.lat,
            lon=point and point.lon,
            result_rating=_rating(self._rating(cells)),
        )

    def _read_moments(self, cells: Cells, now: datetime) -> dict[str, datetime | None]:
        """Read every time as an instant; what was done lies behind, what is due may lie ahead."""
        span = Span.around(now, earliest=self._earliest)
        clocks = {
            name: read(cells, span.due if name == _PROMISE else span.past)
            for name, read in self._moments.items()
        }
        return in_order(clocks)

    def _source_id(self, cells: Cells) -> str:
        found = self._id(cells)
        if not found and self._key:
            check_exact(cells, self._key)
            parts = "\x1f".join(as_text(cells.get(column)) for column in self._key)
            return hashlib.sha256(parts.encode()).hexdigest()[:32]
        if not found:
            raise RejectedError(_("The row has no id."))
        if len(self._source) + len(found) >= LONGEST_KEY:
            raise RejectedError(_("The id of the row is too long to be one."))
        return found


def _needed(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """Give the columns without which no row can be read, by the part that reads them."""
    parts: dict[str, Words | Moment] = {
        "text": mapping.text,
        "said_at": mapping.said_at,
        "state": mapping.state,
    }
    needed = {name: part.columns for name, part in parts.items() if not _has_default(part)}
    identity = mapping.id.columns if mapping.id else ()
    return needed | {"id": () if mapping.id and mapping.id.constant else identity + mapping.key}


def _has_default(part: Words | Moment) -> bool:
    return isinstance(part, Words) and bool(part.default)


def _check_words(words: dict[str, str]) -> None:
    text = words.get("text", "")
    if not text:
        raise RejectedError(_("The row has no text."))
    if not words.get("state"):
        raise RejectedError(_("The row has no state. Fill it in, or give the mapping a default."))
    if len(text) > SAMPLE.texts.text:
        raise RejectedError(
            _("The text has %(length)d characters; at most %(most)d are taken. Shorten it.")
            % {"length": len(text), "most": SAMPLE.texts.text}
        )
    if len(words.get("channel", "")) > _LONGEST_CHANNEL:
        raise RejectedError(
            _('"%(value)s" is too long for the name of a channel. Translate it in the mapping.')
            % {"value": words["channel"][:60]}
        )
    for field, choices in _CHOICES.items():
        if words.get(field) not in choices | {None}:
            raise RejectedError(
                _('"%(value)s" is no %(field)s that Jiesu knows. Correct the mapping.')
                % {"value": words[field][:60], "field": field}
            )


def _check_moments(
    words: dict[str, str], moments: dict[str, datetime | None], zone: ZoneInfo
) -> datetime:
    """Check that time runs forward; an open row has no end and no outcome yet."""
    said_at = moments["said_at"]
    if said_at is None:
        raise RejectedError(_("The row has no date on which it was said."))
    if State(words["state"]) not in CLOSED:
        moments["completed_at"] = None
        words.pop("outcome", None)
    for name in AFTER_SAID:
        moment = moments.get(name)
        if moment is not None and moment < said_at:
            raise RejectedError(
                _("%(name)s is %(late)s, before it was said on %(early)s.")
                % {"name": name, "late": _day(moment, zone), "early": _day(said_at, zone)}
            )
    return said_at


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"  # on the clock that the reader sees


def _rating(text: str) -> int | None:
    if not text:
        return None
    if text not in {"1", "2", "3", "4", "5"}:
        raise RejectedError(_('"%s" is no rating from 1 to 5.') % text[:60])
    return int(text)
