"""What holds at every door of GeoReport v2, and where there is none."""

from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from jiesu.casework.reading import public
from jiesu.directory.lookup import choices

ROOT = "/open311/v2"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"}, raise_request_exception=False)


def code(response: Any) -> int:
    """Give the status, which the body must say too, in the format of the address."""
    if response["Content-Type"].startswith("application/json"):
        (fault,) = response.json()
        said, sentence = fault["code"], fault["description"]
    else:
        tree = ET.fromstring(response.content)  # noqa: S314  (our own answer)
        said, sentence = int(tree.findtext("error/code") or 0), tree.findtext("error/description")
    assert said == response.status_code
    assert sentence
    return said


@pytest.mark.parametrize(
    "path",
    ["/open311/v3/services", f"{ROOT}/nothing", f"{ROOT}/requests/1/2", f"{ROOT}/requests/1/x"],
)
@pytest.mark.parametrize("form", ["", ".json", ".xml"])
def test_row_52_an_unknown_address_answers_in_the_format_it_ends_in(
    client: Client, city: Any, path: str, form: str
) -> None:
    for method in ("GET", "POST"):
        response = client.generic(method, path + form)
        assert code(response) == 404
        assert ("json" in response["Content-Type"]) == (form == ".json")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_row_52_another_method_is_refused_and_told_which(
    client: Client, city: Any, method: str
) -> None:
    response = client.generic(method, f"{ROOT}/requests.json")
    assert code(response) == 405
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert client.generic(method, f"{ROOT}/services")["Allow"] == "GET, HEAD, OPTIONS"


def test_row_52_head_and_options(client: Client, city: Any) -> None:
    head, get = (client.generic(m, f"{ROOT}/services.json") for m in ("HEAD", "GET"))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])
    options = client.options(f"{ROOT}/requests.json")
    assert (options.status_code, options["Access-Control-Allow-Origin"]) == (204, "*")
    assert options["Access-Control-Allow-Methods"] == "GET, POST, HEAD, OPTIONS"


def test_row_52_what_the_caller_has_is_not_sent_again(client: Client, receive: Any) -> None:
    receive()
    for path in ("services.json", "requests.json", "requests.xml", "services/lights.xml"):
        first = client.get(f"{ROOT}/{path}")
        again = client.get(f"{ROOT}/{path}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    receive("Another light is out")
    later = client.get(f"{ROOT}/{path}", headers={"if-none-match": '"another"'})
    assert later.status_code == 200


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="ü"',
        f"multipart/form-data; boundary={'x' * 300}",
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_row_52_a_form_without_its_boundary_is_refused_in_the_format(
    client: Client, city: Any, kind: str, form: str
) -> None:
    response = client.generic("POST", f"{ROOT}/requests.{form}", b"--x", content_type=kind)
    assert code(response) == 400


@pytest.mark.parametrize("form", ["json", "xml"])
def test_row_52_what_nobody_foresaw_is_told_in_the_format(
    client: Client, city: Any, form: str
) -> None:
    with patch.object(public, "find", side_effect=RuntimeError("secret")):
        response = client.get(f"{ROOT}/requests.{form}")
    assert code(response) == 500
    assert b"secret" not in response.content
    with patch.object(choices, "leaf_services", side_effect=RuntimeError("secret")):
        assert code(client.get(f"{ROOT}/services.{form}")) == 500
