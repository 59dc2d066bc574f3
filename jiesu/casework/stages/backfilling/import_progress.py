"""How far an import has come, kept in the transaction of what it brought."""

from datetime import datetime

from django.db.models import F

from jiesu.casework.models import ImportRun


def begin(fingerprint: str, file_name: str, mapping: str, *, now: datetime) -> ImportRun:
    """Give the run to go on with, or a new one where none was stopped half-way."""
    run, _made = ImportRun.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={"file_name": file_name[-255:], "mapping": mapping[-100:], "started_at": now},
    )
    if run.finished_at is not None:
        _start_anew(run, now)
    return run


def _start_anew(run: ImportRun, now: datetime) -> None:
    run.rows_done = run.imported = run.known = run.repeated = run.rejected = 0
    run.started_at, run.finished_at = now, None
    run.save()


def advance(  # noqa: PLR0913  (one count for each thing that may become of a row)
    run: ImportRun, *, rows: int, imported: int, known: int, repeated: int, rejected: int
) -> None:
    """Count a batch; to be called in the batch's own transaction."""
    counts = {
        "rows_done": rows,
        "imported": imported,
        "known": known,
        "repeated": repeated,
        "rejected": rejected,
    }
    ImportRun.objects.filter(pk=run.pk).update(**{name: F(name) + n for name, n in counts.items()})


def finish(run: ImportRun, *, now: datetime) -> None:
    """Mark the run as done and bring its counts up to date."""
    ImportRun.objects.filter(pk=run.pk).update(finished_at=now)
    run.refresh_from_db()
