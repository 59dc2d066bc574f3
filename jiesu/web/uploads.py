"""How much a visitor may send at once."""

from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse

from jiesu.web import errors

_DROPPED = "_dropped_files"


class PhotoLimitHandler(FileUploadHandler):
    """Drops a file that grows beyond `PHOTO_LIMIT` and keeps all other fields of the form."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Start counting."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  (Django's signature)
        """Pass the bytes on while the file is small enough."""
        self._size += len(raw_data)
        if self._size > settings.PHOTO_LIMIT:
            dropped_files(self.request).append(str(self.file_name))  # type: ignore[arg-type]  # set by Django
            raise SkipFile
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        """Leave the file to the next handler."""


def dropped_files(request: HttpRequest) -> list[str]:
    """Name the files of this request that were too large and dropped; the form says so."""
    names: list[str] = request.__dict__.setdefault(_DROPPED, [])
    return names


class BodyLimitMiddleware:
    """Refuses a body beyond `BODY_LIMIT` before reading it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 by the length the visitor announces."""
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:18]) > settings.BODY_LIMIT:
            return self.too_large(request)
        return self.get_response(request)

    def too_large(self, request: HttpRequest) -> HttpResponse:
        """Answer 413."""
        return errors.too_large(request)
