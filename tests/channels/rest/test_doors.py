"""What holds at every address of the interface, and how refusals name what was sent."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiesu.casework.models import Appeal
from jiesu.casework.stages import intake
from jiesu.channels.rest import inputs
from jiesu.directory.lookup import choices

ROOT = "/api/v1"
GIVEN = '"idempotency_key": "0123456789", "text": "The light is out"'


@pytest.fixture
def client(key: Callable[..., str], city: Any) -> Client:
    headers = {"accept-language": "en", "authorization": f"Bearer {key('rest')}"}
    return Client(headers=headers, raise_request_exception=False)


def fault(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    found: dict[str, Any] = response.json()
    assert found["error"]
    return found


def post(client: Client, body: str | bytes, kind: str = "application/json") -> Any:
    given = body if isinstance(body, bytes) else body.encode()
    return client.generic("POST", f"{ROOT}/appeals", given, content_type=kind)


@pytest.mark.parametrize("path", ["/nothing", "/appeals/x/y/z", "/", "/work-orders/a"])
def test_row_52_an_unknown_address_answers_in_json(client: Client, path: str) -> None:
    for method in ("GET", "POST", "PUT"):
        response = client.generic(method, ROOT + path)
        assert response.status_code in {404, 405, 422}
        fault(response, response.status_code)


@pytest.mark.parametrize(
    ("path", "allowed"), [("/services", "GET, OPTIONS, HEAD"), ("/appeals", "OPTIONS, POST")]
)
def test_row_52_another_method_is_refused_and_told_which(
    client: Client, path: str, allowed: str
) -> None:
    refused = client.generic("DELETE", ROOT + path)
    assert allowed in fault(refused, 405)["error"]
    assert refused["Allow"] == allowed
    options = client.options(ROOT + path)
    assert (options.status_code, options["Allow"]) == (204, allowed)


def test_row_52_head_etag_and_what_is_for_everybody(client: Client) -> None:
    for path in ("/services", "/areas", "/openapi.json"):
        get, head = client.get(ROOT + path), client.head(ROOT + path)
        assert get["Access-Control-Allow-Origin"] == "*"
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])
        again = client.get(ROOT + path, headers={"if-none-match": get["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert "Access-Control-Allow-Origin" not in client.get(f"{ROOT}/appeals/0000-0000")


def test_row_52_what_nobody_foresaw_is_told_in_json(client: Client) -> None:
    with patch.object(intake, "receive", side_effect=RuntimeError("secret")):
        assert "secret" not in str(fault(post(client, f"{{{GIVEN}}}"), 500))
    with patch.object(choices, "leaf_services", side_effect=RuntimeError("secret")):
        fault(client.get(f"{ROOT}/services"), 500)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded; charset=gbk",
    ],
)
def test_row_52_a_broken_form_is_told_in_json(client: Client, kind: str) -> None:
    address = f"{ROOT}/appeals/with-photos"
    response = client.generic("POST", address, b"appeal=%C2%B7&x", content_type=kind)
    assert response.status_code in {400, 422}
    assert "form token" not in fault(response, response.status_code)["error"]


def test_row_31_a_form_that_is_not_utf8_is_never_stored_broken(client: Client) -> None:
    appeal = f'{{{GIVEN}, "place_words": "滨江路三号"}}'
    parts = {"appeal": ("", appeal), "photos": ('; filename="a.png"', "x")}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{text}\r\n'
        for name, (more, text) in parts.items()
    )
    address, kind = f"{ROOT}/appeals/with-photos", "multipart/form-data; boundary=x"
    sent = f"{body}--x--\r\n".encode("gb18030")
    told = fault(client.generic("POST", address, sent, content_type=kind), 422)
    assert "not UTF-8" in told["fields"]["appeal"]
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", ""),
        ("{", "The body is no JSON"),
        ("{'text': 1}", "The body is no JSON"),
        (f"{{{GIVEN},}}", "The body is no JSON"),
        (f'{{{GIVEN}, "text": "Another"}}', "text was given more than once"),
        (f'{{{GIVEN}, "lat": NaN, "lon": 1}}', "NaN is no number"),
        (f'{{{GIVEN}, "lat": -Infinity, "lon": 1}}', "-Infinity is no number"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 10_000, "The body is no JSON"),
        (f'{{{GIVEN}, "place_words": "滨江路"}}'.encode("gb18030"), "not UTF-8"),
        (b"\x80", "not UTF-8"),
    ],
)
def test_row_55_broken_json_is_told_about_json(
    client: Client, body: str | bytes, sentence: str
) -> None:
    response = post(client, body)
    told = fault(response, 400 if sentence else 422)
    assert sentence in told["error"]
    assert "token" not in told["error"]
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        '"service_code": "moon"',
        '"service_code": 7',
        '"area_code": "moon"',
        '"lat": 110.7, "lon": 30.7',
        '"lat": 1e400, "lon": 30.7',
        '"email": "nobody"',
        '"said_at": "2126-01-01T00:00:00Z"',
        '"secrecy": "open"',
        '"phone": "' + "1" * 301 + '"',
        '"title": "\\ud800"',
    ],
)
def test_row_55_fields_are_named_as_they_were_sent(client: Client, more: str) -> None:
    told = fault(post(client, f"{{{GIVEN}, {more}}}"), 422)
    assert set(told["fields"]) <= set(inputs.NewAppeal.model_fields)
    assert set(told["fields"]) == {more.split('"')[1]}


def test_row_37_parameters_that_nothing_reads_are_refused(client: Client) -> None:
    told = fault(client.get(f"{ROOT}/services?service=lights&area=d1"), 422)
    assert set(told["fields"]) == {"service", "area"}
    told = fault(client.get(f"{ROOT}/queues/acceptance?limit=1&limit=2&offset=0"), 422)
    assert set(told["fields"]) == {"limit"}


@pytest.mark.parametrize(
    ("more", "field"),
    [({"lat": "30.7"}, "lat"), ({"appeal": [f"{{{GIVEN}}}", "{}"]}, "appeal"), ({"": "x"}, "")],
)
def test_rows_36_and_37_fields_of_a_form_that_nothing_reads_are_refused(
    client: Client, more: dict[str, Any], field: str
) -> None:
    photo = SimpleUploadedFile("a.png", b"x")
    form = {"appeal": f"{{{GIVEN}}}", "photos": [photo]} | more
    told = fault(client.post(f"{ROOT}/appeals/with-photos", form), 422)
    assert list(told["fields"]) == [field]
