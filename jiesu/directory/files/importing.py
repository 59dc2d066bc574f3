"""Taking in a city's own directory: areas as GeoJSON, all else as CSV.

Every line is accounted for. With `dry_run` nothing stays: the report says what would happen.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiesu.directory import consequences
from jiesu.directory.files import name_columns
from jiesu.directory.files.cells import Cells, cells, key_of, standing
from jiesu.directory.files.import_rows import KINDS
from jiesu.directory.files.row import Fate, MissingError, Row, remembering
from jiesu.directory.models import DirectoryChange
from jiesu.directory.staff import StaffError


@dataclass(frozen=True)
class RejectedLine:
    """One line that could not be taken, and why; the first line after the heading is 2."""

    number: int
    sentence: str


@dataclass(frozen=True)
class LineChange:
    """What one line changes in a row that stands: (column, before, after) of each cell."""

    number: int
    key: str
    cells: tuple[tuple[str, str, str], ...]

    @property
    def sentence(self) -> str:
        """Say each change in words; what goes out of use, or comes back, by its name."""
        return f"{self.key}: " + "; ".join(_told(*cell) for cell in self.cells)


def _told(column: str, before: str, after: str) -> str:
    if column == "active":
        return _("in use again") if after == "True" else _("no longer in use")
    return f"{column}: {before or '–'} → {after or '–'}"


@dataclass
class Report:
    """What became of the lines of one file, and each change of a row that stood before."""

    kind: str
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: list[RejectedLine] = field(default_factory=list)
    changes: list[LineChange] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)


class FileError(Exception):
    """The file as a whole cannot be read; the sentence says why."""


def run(
    files: Iterable[tuple[str, Path]], *, now: datetime, dry_run: bool, by_id: int | None = None
) -> list[Report]:
    """Take in files, each with its kind, and put every change on record.

    Later files may name what earlier ones bring, in a dry run too. What a file has no
    column for stays as it is. Raises `FileError` and then changes nothing.
    """
    with transaction.atomic(), remembering():
        reports = [_Taking(kind, path, now).report(by_id) for kind, path in files]
        transaction.set_rollback(dry_run)
    return reports


@dataclass
class _Item:
    number: int
    line: dict[str, Any]
    row: Row
    before: Cells
    missing: str = ""


class _Taking:
    """The taking in of one file."""

    def __init__(self, kind: str, path: Path, now: datetime) -> None:
        self._kind, self._path, self._now = kind, path, now
        self._on = timezone.localtime(now).date()
        self._report = Report(kind)
        self._record: list[DirectoryChange] = []

    def report(self, by_id: int | None) -> Report:
        """Take the file in; its lines may stand in any order: a child waits for its parent."""
        waiting = list(self._checked())
        KINDS[self._kind].prepare([item.row for item in waiting], self._on)
        while waiting:
            left = [item for item in waiting if not self._stored(item)]
            if len(left) == len(waiting):
                _refuse_all(left, self._report)
                break
            waiting = left
        for change in self._record:
            change.by_id = by_id
        DirectoryChange.objects.bulk_create(self._record)
        self._report.consequences = consequences.follow(self._record, now=self._now)
        self._report.refused.sort(key=lambda line: line.number)
        self._report.changes.sort(key=lambda change: change.number)
        return self._report

    def _checked(self) -> Iterator[_Item]:
        model = KINDS[self._kind]
        for number, line in _read(self._path):
            old = standing(self._kind, line)
            before = cells(self._kind, old) if old else {}
            kept = {name: cell for name, cell in before.items() if name not in model.SAID_ANEW}
            whole = {name: cell for name, cell in {**kept, **_said(line)}.items() if cell != ""}
            try:
                yield _Item(number, line, model(**whole), before)
            except (ValidationError, ValueError) as error:
                self._report.refused.append(RejectedLine(number, _why(error)))

    def _stored(self, item: _Item) -> bool:
        try:
            with transaction.atomic():
                fate = item.row.store(self._on)
        except MissingError as missing:
            item.missing = str(missing)
            return False
        except StaffError as refused:
            self._report.refused.append(RejectedLine(item.number, str(refused)))
            return True
        self._account_for(item, fate)
        return True

    def _account_for(self, item: _Item, fate: Fate) -> None:
        """Count the line, and write down what it made of the row."""
        after = cells(self._kind, standing(self._kind, item.line))
        if fate == "same" and after != item.before:  # what hangs on the row: duties, helping units
            fate = "changed"
        setattr(self._report, fate, getattr(self._report, fate) + 1)
        if fate == "same":
            return
        key = key_of(self._kind, after)
        self._record.append(
            DirectoryChange(kind=self._kind, key=key, before=item.before, after=after, at=self._now)
        )
        if fate == "changed":
            found = ((name, item.before.get(name, ""), after[name]) for name in after)
            differing = tuple(one for one in found if one[1] != one[2])
            self._report.changes.append(LineChange(item.number, key, differing))


def _said(line: dict[str, Any]) -> dict[str, Any]:
    """Give a line with its names under the languages that the pages have."""
    named = ((name, name_columns.language_of(name)) for name in line)
    return {(f"name_{language}" if language else name): line[name] for name, language in named}


def _why(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    found = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return _("This line cannot be taken: {reasons}").format(reasons="; ".join(found))


def _refuse_all(items: list[_Item], report: Report) -> None:
    for item in items:
        sentence = _("It names something that is not in the directory: {what}")
        report.refused.append(RejectedLine(item.number, sentence.format(what=item.missing)))


def _read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    text = _decoded(path)
    if path.suffix.lower() in {".geojson", ".json"}:
        yield from _features(text, path)
    else:
        reader = csv.DictReader(io.StringIO(text))
        yield from ((reader.line_num, _cells(row)) for row in reader)


def _cells(row: dict[str | None, Any]) -> dict[str, Any]:
    return {name.strip(): (cell or "").strip() for name, cell in row.items() if name is not None}


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(_("{name} is neither UTF-8 nor GB18030 text.").format(name=path.name))


def _features(text: str, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError):
        sentence = _("{name} is no GeoJSON FeatureCollection.").format(name=path.name)
        raise FileError(sentence) from None
    for number, feature in enumerate(features, start=1):
        yield number, {**feature.get("properties", {}), "geometry": feature.get("geometry") or {}}
