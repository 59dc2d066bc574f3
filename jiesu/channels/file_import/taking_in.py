"""Taking a file in: batch by batch, every row accounted for, and safe to kill at any moment.

A batch, the rows it refuses and the position after it are one transaction; a killed run is gone on
with by running it again.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from jiesu.casework.reading.rows import ImportRun
from jiesu.casework.stages.backfilling import backfill, import_progress
from jiesu.casework.stages.backfilling.backfill import HistoryRow
from jiesu.channels.file_import.expressions import RejectedError
from jiesu.channels.file_import.formats.tables import Fault, Row
from jiesu.channels.file_import.orders import Counts, Order, Report
from jiesu.channels.file_import.rejects import Refused, RejectsFile
from jiesu.channels.file_import.rows import RowReader
from jiesu.channels.file_import.values.cells import as_text

BATCH = 1_000  # rows
# What a database or its driver says of a value that it cannot keep.
_OF_A_ROW = (DataError, IntegrityError, OverflowError, ValueError)

Watch = Callable[[float], None]


def take_in(order: Order, *, now: datetime, watch: Watch) -> Report:
    """Import the file, going on where an earlier run of the same order was stopped."""
    table, reader, names = order.open(add=order.add_missing)
    run = import_progress.begin(order.fingerprint, order.path.name, order.mapping.source, now=now)
    rejects = RejectsFile(order.rejects)
    records = islice(table.rows, order.limit)
    skipped = run.rows_done
    rejects.keep_up_to(_skip(records, skipped))
    work = _Work(reader, run, rejects, now)
    while batch := list(islice(records, BATCH)):
        work.take(batch)
        watch(table.done())
    import_progress.finish(run, now=now)
    counts = Counts(run.imported, run.known, run.repeated, run.rejected)
    told = order.rejects if order.rejects.exists() else None
    return Report(counts, told, skipped, table.notes + names.notes)


def look_through(order: Order, *, now: datetime, watch: Watch) -> Report:
    """Say what `take_in` would do, without doing it."""
    table, reader, names = order.open(add=False)
    counts, refused, seen = Counts(), [], set()
    records = islice(table.rows, order.limit)
    while batch := list(islice(records, BATCH)):
        rows, told = _sorted_out(batch, reader, now)
        here = backfill.known([row for _line, row in rows])
        refused += told
        for _line, row in rows:
            if row.identity in here:
                counts.known += 1
            elif row.identity in seen:
                counts.repeated += 1
            else:
                counts.imported += 1
            seen.add(row.identity)
        watch(table.done())
    counts.rejected = len(refused)
    RejectsFile(order.rejects).replace(refused)
    return Report(counts, order.rejects if refused else None, notes=table.notes + names.notes)


def _skip(records: Iterator[Row | Fault], number: int) -> int:
    """Pass over the records of an earlier run; give the line of the last one."""
    last = 0
    for record in islice(records, number):
        last = record.number
    return last


@dataclass(frozen=True)
class _Work:
    """What every batch of one import needs."""

    reader: RowReader
    run: ImportRun
    rejects: RejectsFile
    now: datetime

    def take(self, batch: list[Row | Fault]) -> None:
        """Write a batch; one that the database refuses is halved until a row costs itself only."""
        rows, refused = _sorted_out(batch, self.reader, self.now)
        try:
            self._write(batch, rows, refused)
        except _OF_A_ROW as error:
            self.rejects.keep_up_to(batch[0].number - 1)  # nothing of this batch was kept
            self._take_apart(batch, error)

    def _take_apart(self, batch: list[Row | Fault], error: Exception) -> None:
        middle = len(batch) // 2
        if middle:
            self.take(batch[:middle])
            self.take(batch[middle:])
            return
        rows, refused = _sorted_out(batch, self.reader, self.now)
        try:  # another import of the same row may have been first; now it is known
            self._write(batch, rows, refused)
        except _OF_A_ROW:
            self.rejects.keep_up_to(batch[0].number - 1)
            self._write(batch, [], [_refused(record, error) for record in batch])

    @transaction.atomic
    def _write(
        self,
        batch: list[Row | Fault],
        rows: list[tuple[int, HistoryRow]],
        refused: list[Refused],
    ) -> None:
        taken = backfill.receive_closed([row for _line, row in rows], now=self.now)
        repeated = _repeated(rows, taken.imported, self.run)
        import_progress.advance(
            self.run,
            rows=len(batch),
            imported=len(taken.imported),
            known=len(taken.known) - len(repeated),
            repeated=len(repeated),
            rejected=len(refused),
        )
        self.rejects.add(sorted(refused + repeated))


def _repeated(
    rows: list[tuple[int, HistoryRow]], imported: list[str], run: ImportRun
) -> list[Refused]:
    """Name the rows whose id stood in an earlier row of the same file, which was taken in."""
    first_here = Counter(imported)
    suspects = []
    for line, row in rows:
        if first_here[row.source_id]:
            first_here[row.source_id] -= 1  # its first row is the one that was taken in
        else:
            suspects.append((line, row))
    here = backfill.known([row for _line, row in suspects])
    why = _("A row with the same id was taken in before it as work order %s.")
    return [
        Refused(line, "duplicate", why % here[row.identity].number, row.source_id)
        for line, row in suspects
        if here[row.identity].since >= run.started_at
    ]


def _sorted_out(
    batch: list[Row | Fault], reader: RowReader, now: datetime
) -> tuple[list[tuple[int, HistoryRow]], list[Refused]]:
    rows, refused = [], []
    for record in batch:
        if isinstance(record, Fault):
            refused.append(Refused(record.number, "rejected", record.reason, record.raw))
            continue
        try:
            rows.append((record.number, reader.read(record, now=now)))
        except (RejectedError, *_OF_A_ROW) as error:
            refused.append(_refused(record, error))
    return rows, refused


def _refused(record: Row | Fault, error: Exception) -> Refused:
    why = str(error)
    if not isinstance(error, RejectedError):
        why = _("The row holds what cannot be kept (%s). Correct it.") % why.partition("\n")[0]
    if isinstance(record, Fault):
        return Refused(record.number, "rejected", why, record.raw)
    cells = {name: as_text(cell) for name, cell in record.cells.items()}
    return Refused(record.number, "rejected", why, json.dumps(cells, ensure_ascii=False))
