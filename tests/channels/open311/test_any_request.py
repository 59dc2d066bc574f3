"""Whatever a program sends, GeoReport v2 answers in the format of the address, and never fails."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiesu.casework.models import Appeal
from jiesu.casework.texts import clean
from jiesu.channels.open311 import names

ROOT = "/open311/v2"
EXPECTED = {200, 201, 400, 403, 404, 405, 415, 429}
NUMBERS = ["", "0", "-1", "1e400", "nan", "3_3.5", "１", "0000000019999999999999999999", "30.7"]
MOMENTS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-24", "1712010112345"]
WORDS = ["open", "open,closed", "lights", "unclassified", "moon,lights", "true", "\x00", "\uffff"]
MORE = ["20261124-0000001", "2026-11-24T08:00:00 10:00", "help", "anonymous", "\ud7ff", "'; --"]
odd = st.sampled_from([*NUMBERS, *MOMENTS, *WORDS, *MORE]) | st.text(max_size=20)
fuzzed = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def check(response: Any, form: str) -> None:
    assert response.status_code in EXPECTED, (response.status_code, response.content)
    if form == "json":
        assert isinstance(json.loads(response.content), list | dict)
    else:
        ET.fromstring(response.content)  # noqa: S314  (our own answer)


@fuzzed
@given(
    pairs=st.lists(st.tuples(st.sampled_from([*sorted(names.LIST), "radius"]) | odd, odd)),
    path=st.sampled_from(["requests", "services", "services/lights", "requests/20261124-0000001"])
    | odd.filter(bool).map(lambda text: "requests/" + quote(text, safe="")),
    form=st.sampled_from(["json", "xml"]),
)
def test_rows_26_36_and_37_any_question(
    client: Client, receive: Callable[..., Appeal], pairs: Any, path: str, form: str
) -> None:
    if not Appeal.objects.exists():
        receive()
    response = client.get(f"{ROOT}/{path}.{form}?{urlencode(pairs)}")
    check(response, form)


@fuzzed
@given(
    given_=st.dictionaries(st.sampled_from(sorted(names.FORM - {"api_key"})) | odd, odd),
    codec=st.sampled_from(["utf-8", "gb18030", "utf-16", "big5"]),
    charset=st.sampled_from(["", "utf-8", "gb18030", "utf-16", "big5", "klingon", "hex"]),
    form=st.sampled_from(["json", "xml"]),
    good=st.booleans(),
)
def test_rows_30_31_36_and_37_any_report(  # noqa: PLR0917  (what a request is made of)
    client: Client,
    key: Callable[..., str],
    city: Any,
    given_: dict[str, str],
    codec: str,
    charset: str,
    form: str,
    good: bool,  # noqa: FBT001  (drawn)
) -> None:
    whole = {"service_code": "lights", "lat": "30.7", "long": "110.7"} if good else {}
    fields = {**given_, **whole, "api_key": key("open311")}
    body = urlencode(fields, encoding=codec, errors="replace")
    kind = "application/x-www-form-urlencoded" + (f"; charset={charset}" if charset else "")
    address = f"{ROOT}/requests.{form}"
    response = client.generic("POST", address, body.encode("latin-1", "replace"), content_type=kind)
    check(response, form)
    if response.status_code == 201 and given_.get("description"):
        text = Appeal.objects.latest("pk").text
        encoded = given_["description"].encode(codec, "replace").decode(codec)
        assert text.startswith(clean(encoded) or "Street lights")


@fuzzed
@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(
        [
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
        ]
    ),
)
def test_row_31_any_bytes(client: Client, city: Any, body: bytes, kind: str) -> None:
    for form in ("json", "xml"):
        address = f"{ROOT}/requests.{form}"
        check(client.generic("POST", address, b"--x\r\n" + body, content_type=kind), form)
