"""Opening a table of any kind by what its bytes say, whatever its name ends in."""

from pathlib import Path

from django.utils.translation import gettext as _

from jiesu.channels.file_import.formats.delimited import read_delimited
from jiesu.channels.file_import.formats.parquet import read_parquet
from jiesu.channels.file_import.formats.tables import Table, UnreadableError
from jiesu.channels.file_import.formats.workbook import read_workbook
from jiesu.channels.file_import.mapping import FileOptions

_ZIP = b"PK\x03\x04"  # XLSX and ODS
_OLE = b"\xd0\xcf\x11\xe0"  # XLS
_PARQUET = b"PAR1"


def open_table(path: Path, wanted: frozenset[str], options: FileOptions) -> Table:
    """Open `path`, looking for a header that names the `wanted` columns (folded names).

    Raises `UnreadableError` with a sentence where that cannot be done.
    """
    try:
        with path.open("rb") as stream:
            mark = stream.read(4)
    except OSError as error:
        raise UnreadableError(
            _("The file %(path)s cannot be opened: %(why)s.")
            % {"path": path, "why": error.strerror}
        ) from error
    if mark == _PARQUET:
        return read_parquet(path)
    if mark in {_ZIP, _OLE}:
        return read_workbook(path, wanted, sheet=options.sheet)
    return read_delimited(path, wanted, encoding=options.encoding, delimiter=options.delimiter)
