"""The city's directory, taken in as `jiesu directory import` takes it."""

import tempfile
from datetime import date, datetime, time
from pathlib import Path

from django.utils import timezone

from jiesu.directory.files import importing
from jiesu.directory.files.import_rows import KINDS
from jiesu.simulate.city import files


class SpoiltError(Exception):
    """The directory refuses a line of the invented city; the sentence names it."""


def load(city: files.City, *, on: date) -> list[importing.Report]:
    """Take the city in, its staff holding their duties from `on`; what is there stays the same."""
    with tempfile.TemporaryDirectory() as folder:
        written = {path.stem: path for path in files.write(city, Path(folder))}
        chosen = [(kind, written[kind]) for kind in KINDS if kind in written]
        morning = timezone.make_aware(datetime.combine(on, time(9)))
        reports = importing.run(chosen, now=morning, dry_run=False)
    for report in reports:
        for line in report.refused:
            raise SpoiltError(f"{report.kind}, line {line.number}: {line.sentence}")
    return reports
