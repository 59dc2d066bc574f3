"""Names of files in a form that are not UTF-8, as some programs send them.

Django drops the part that has such a name, and says nothing: the photo would be lost. The name is
kept nowhere, so its signs that cannot be read may be replaced.
"""

import re
from collections.abc import Sequence
from typing import Any, cast

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

_MARK = b"\r\ncontent-disposition:"
_LINE = re.compile(rb"\r\ncontent-disposition:[^\r\n]*", re.IGNORECASE)
_LONGEST = 4_096  # bytes of a line that is waited for


class PartNames(FileUploadHandler):
    """Lets the other handlers read a form whose names are all UTF-8; to stand before them."""

    def __init__(self, request: HttpRequest, others: Sequence[FileUploadHandler]) -> None:
        super().__init__(request)
        self._others = others

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803  (Django's signature)
        content_length: int,  # noqa: ARG002  (as above)
        boundary: str,  # noqa: ARG002  (as above)
        encoding: str | None = None,
    ) -> Any:
        """Part the form, with every line that names a part made UTF-8 on its way."""
        return MultiPartParser(
            META, cast("Any", _Named(input_data)), list(self._others), encoding
        ).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  (as above)
        """Pass on what is not for this handler."""
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        """Leave the file to the others."""


class _Named:
    """A stream whose lines that name a part are UTF-8."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._held = b"\r\n"  # the first line of a part may be the first of all

    def read(self, size: int = -1) -> bytes:
        """Give some bytes, about as many as asked for; none at the end."""
        while True:
            fresh = self._raw.read(size)
            block = self._held + fresh
            cut = _unfinished(block) if fresh else len(block)
            ready, self._held = block[:cut], block[cut:]
            if ready or not fresh:
                return _LINE.sub(_readable, ready)


def _unfinished(block: bytes) -> int:
    """Say where a line begins that may name a part and has not come whole yet."""
    end = block[-_LONGEST:].lower()
    begun = end.rfind(_MARK)
    if begun >= 0 and b"\r\n" not in end[begun + 2 :]:
        return len(block) - len(end) + begun
    partly = (size for size in range(len(_MARK) - 1, 0, -1) if end.endswith(_MARK[:size]))
    return len(block) - next(partly, 0)


def _readable(line: re.Match[bytes]) -> bytes:
    return line[0].decode("utf-8", "replace").encode()
