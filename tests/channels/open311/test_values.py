"""Values at the edge: read as they are meant, or refused in a sentence and the format asked for."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

ROOT = "/open311/v2"
GIVEN = {
    "service_code": "lights",
    "lat": "30.7",
    "long": "110.7",
    "description": "The street light at the river is out",
}


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def post(client: Client, key: Callable[..., str], city: Any) -> Callable[..., Any]:
    api_key = key("open311")

    def send(form: str = "json", **more: Any) -> Any:
        given = {k: v for k, v in {**GIVEN, "api_key": api_key, **more}.items() if v is not None}
        return client.post(f"{ROOT}/requests.{form}", given)

    return send


def xml(response: Any) -> ET.Element:
    return ET.fromstring(response.content)  # noqa: S314  (our own answer)


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\ufffe", "\uffff", "\U0001ffff"])
def test_row_30_no_sign_of_a_report_breaks_the_xml(post: Any, client: Client, sign: str) -> None:
    given = {"description": f"Dark{sign} corner", "address_string": f"River{sign}side 1"}
    code = xml(post("xml", **given)).findtext("request/tracking_code")
    (shown,) = xml(client.get(f"{ROOT}/requests/{code}.xml"))
    assert shown.findtext("description") == "Dark corner"
    assert shown.findtext("address") == "Riverside 1"
