"""Taking in a city's own directory: areas as GeoJSON, all else as CSV.

Every line is accounted for. With `dry_run` nothing stays: the report says what would happen.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiesu.directory.files.import_rows import KINDS
from jiesu.directory.files.row import MissingError, Row, remembering
from jiesu.directory.staff import StaffError


@dataclass(frozen=True)
class RejectedLine:
    """One line that could not be taken, and why; the first line after the heading is 2."""

    number: int
    sentence: str


@dataclass
class Report:
    """What became of the lines of one file."""

    kind: str
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: list[RejectedLine] = field(default_factory=list)


class FileError(Exception):
    """The file as a whole cannot be read; the sentence says why."""


def run(files: Iterable[tuple[str, Path]], *, on: date, dry_run: bool) -> list[Report]:
    """Take in files, each with its kind, as of a day; raises `FileError` and then changes nothing.

    Later files may name what earlier ones bring, in a dry run too.
    """
    with transaction.atomic(), remembering():
        reports = [_take_in(kind, path, on) for kind, path in files]
        transaction.set_rollback(dry_run)
    return reports


def _take_in(kind: str, path: Path, on: date) -> Report:
    """Take in one file; its lines may stand in any order: a child waits for its parent."""
    report = Report(kind)
    waiting = list(_checked(kind, path, report))
    while waiting:
        left = [item for item in waiting if not _stored(item, on, report)]
        if len(left) == len(waiting):
            _refuse_all(left, report)
            break
        waiting = left
    report.refused.sort(key=lambda line: line.number)
    return report


@dataclass
class _Item:
    number: int
    row: Row
    missing: str = ""


def _checked(kind: str, path: Path, report: Report) -> Iterator[_Item]:
    model = KINDS[kind]
    for number, cells in _read(path):
        try:
            yield _Item(number, model(**{name: cell for name, cell in cells.items() if cell != ""}))
        except (ValidationError, ValueError) as error:
            report.refused.append(RejectedLine(number, _why(error)))


def _why(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    found = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return _("This line cannot be taken: {reasons}").format(reasons="; ".join(found))


def _stored(item: _Item, on: date, report: Report) -> bool:
    try:
        with transaction.atomic():
            fate = item.row.store(on)
    except MissingError as missing:
        item.missing = str(missing)
        return False
    except StaffError as refused:
        report.refused.append(RejectedLine(item.number, str(refused)))
        return True
    setattr(report, fate, getattr(report, fate) + 1)
    return True


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
