"""Photos whose names are not UTF-8 come in as all others do."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jiesu.casework.models import Appeal
from jiesu.channels.part_names import _Named
from jiesu.channels.photos import take_whole

KIND = "multipart/form-data; boundary=x"


def part(name: str, content: bytes, file_name: bytes | None = None) -> bytes:
    more = (
        b'; filename="%s"\r\nContent-Type: image/png' % file_name if file_name is not None else b""
    )
    head = b'--x\r\nContent-Disposition: form-data; name="%s"' % name.encode() + more
    return head + b"\r\n\r\n" + content + b"\r\n"


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "PNG")
    return buffer.getvalue()


NAMES = ["照片.png".encode("gb18030"), "été.png".encode("latin-1"), "照片.png".encode(), b"a.png"]


@pytest.mark.parametrize("name", NAMES)
def test_row_31_a_photo_is_kept_whatever_its_name_is_written_in(
    key: Callable[..., str], city: Any, name: bytes
) -> None:
    fields = {"api_key": key("open311"), "service_code": "lights", "lat": "30.7", "long": "110.7"}
    parts = [part(field, text.encode()) for field, text in fields.items()]
    body = b"".join([*parts, part("media", picture(), name), b"--x--\r\n"])
    answer = Client().generic("POST", "/open311/v2/requests.json", body, content_type=KIND)
    assert answer.status_code == 201, answer.content
    assert Appeal.objects.get().photos.count() == 1


@pytest.mark.parametrize("name", NAMES)
def test_row_31_the_same_by_rest(key: Callable[..., str], city: Any, name: bytes) -> None:
    appeal = json.dumps({"idempotency_key": "0123456789", "text": "The light is out"})
    parts = [part("appeal", appeal.encode()), part("photos", picture(), name)]
    client = Client(headers={"authorization": f"Bearer {key('rest')}"})
    body = b"".join([*parts, b"--x--\r\n"])
    answer = client.generic("POST", "/api/v1/appeals/with-photos", body, content_type=KIND)
    assert answer.status_code == 201, answer.content
    assert Appeal.objects.get().photos.count() == 1


class Drip:
    """A stream that gives what it has in pieces of one size."""

    def __init__(self, body: bytes, size: int) -> None:
        self._body, self._size = io.BytesIO(body), size

    def read(self, _size: int) -> bytes:
        return self._body.read(self._size)


@given(st.integers(1, 60), st.lists(st.binary(max_size=40), max_size=4))
def test_row_31_in_whatever_pieces_it_comes(size: int, contents: list[bytes]) -> None:
    name = "照片".encode("gb18030")
    body = b"".join(part("f", content, name) for content in contents) + b"--x--\r\n"
    named, found = _Named(Drip(body, size)), []
    while piece := named.read(1_024):
        found.append(piece)
    whole = b"".join(found)
    assert whole.count(name) == sum(content.count(name) for content in contents)
    assert whole.startswith(b"\r\n--x")
    assert all(content in whole for content in contents)


def test_what_is_too_large_still_comes_whole() -> None:
    body = part("photos", bytes(3 * 2**20), b"a.png") + b"--x--\r\n"
    request = RequestFactory().generic("POST", "/", body, content_type=KIND)
    take_whole(request)
    (file,) = request.FILES.getlist("photos")
    assert len(file.read()) == 3 * 2**20
    request.close()
