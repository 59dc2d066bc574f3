"""The bytes of a file, unpacked on the way where it is compressed."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from jiesu.channels.file_import.formats.tables import UnreadableError

_GZIP_MARK = b"\x1f\x8b"


class PackedFile:
    """A file, compressed by gzip or not, and how much of it was read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = max(1, path.stat().st_size)
        with path.open("rb") as stream:
            self._packed = stream.read(2) == _GZIP_MARK
        self._raw: BinaryIO | None = None

    def open(self) -> BinaryIO:
        """Open the file from its beginning."""
        if not self._packed:
            self._raw = self._path.open("rb")
            return self._raw
        unpacked = gzip.open(self._path, "rb")  # noqa: SIM115  (the caller closes it)
        self._raw = cast("BinaryIO", unpacked.fileobj)
        return cast("BinaryIO", unpacked)

    def done(self) -> float:
        """Give the part of the file that has been read, from 0 to 1."""
        if self._raw is None or self._raw.closed:
            return 1.0
        return self._raw.tell() / self._size


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn the errors of a damaged archive into `UnreadableError`."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableError(
            _("The compressed file is damaged or was cut off (%s). Fetch it again.") % error
        ) from error
