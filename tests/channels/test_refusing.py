"""What is refused before a view is reached leaves in the form of the door it came to."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

XML, JSON = "/open311/v2/requests", "/open311/v2/requests.json"
REST = "/api/v1/appeals"


def told(response: Any, path: str) -> int:
    if path == XML:
        tree = ET.fromstring(response.content)  # noqa: S314  (our own answer)
        return int(tree.findtext("error/code") or 0)
    found = response.json()
    if path == REST:
        assert found["error"]
        return int(response.status_code)
    return int(found[0]["code"])


@pytest.mark.parametrize("path", [XML, JSON, REST])
@pytest.mark.parametrize(
    ("headers", "status"),
    [({"HTTP_HOST": "not a host"}, 400), ({"CONTENT_LENGTH": str(10**12)}, 413)],
)
def test_row_52_before_any_view(path: str, headers: dict[str, Any], status: int, db: None) -> None:
    response = Client().generic("POST", path, b"", **headers)
    assert (response.status_code, told(response, path)) == (status, status)


def test_row_52_pages_are_still_told_as_pages(db: None) -> None:
    for path in ("/report/", "/nothing/"):
        response = Client().generic("POST", path, b"", HTTP_HOST="not a host")
        assert (response.status_code, b"<html" in response.content) == (400, True)


@pytest.mark.parametrize("path", ["/open311/v2/services.json", "/api/v1/openapi.json"])
def test_row_52_what_is_for_everybody_comes_compressed(city: Any, path: str) -> None:
    plain = Client().get(path)
    packed = Client().get(path, headers={"accept-encoding": "gzip"})
    if len(plain.content) > 200:
        assert packed["Content-Encoding"] == "gzip"
        assert len(packed.content) < len(plain.content)
    known = {"accept-encoding": "gzip", "if-none-match": packed["ETag"]}
    assert Client().get(path, headers=known).status_code == 304
