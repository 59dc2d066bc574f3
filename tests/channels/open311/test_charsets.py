"""Charsets of forms: read as they were written, or refused, and never stored broken."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from jiesu.casework.models import Appeal

ROOT = "/open311/v2"
GIVEN = {"service_code": "lights", "lat": "30.7", "long": "110.7"}


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


CHINESE = "滨江路三号桥旁的路灯坏了三天，晚上很黑"
TRADITIONAL = "濱江路三號橋旁的街燈壞了三天，晚上很黑，請盡快派人來修理"


@pytest.fixture
def send(client: Client, key: Callable[..., str], city: Any) -> Callable[..., Any]:
    """Send the bytes of a form as they are."""
    api_key = key("open311")

    def urlencoded(text: str, codec: str, charset: str = "", form: str = "json") -> Any:
        fields = {**GIVEN, "api_key": api_key, "description": text.encode(codec)}
        kind = "application/x-www-form-urlencoded" + (f"; charset={charset}" if charset else "")
        address = f"{ROOT}/requests.{form}"
        return client.generic("POST", address, urlencode(fields).encode(), content_type=kind)

    def multipart(text: str, codec: str, charset: str = "", form: str = "json") -> Any:
        fields = {**GIVEN, "api_key": api_key, "description": text}
        parts = (
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        kind = "multipart/form-data; boundary=x" + (f"; charset={charset}" if charset else "")
        body = "".join([*parts, "--x--\r\n"]).encode(codec)
        return client.generic("POST", f"{ROOT}/requests.{form}", body, content_type=kind)

    def either(*given: Any, way: str, **more: Any) -> Any:
        return (multipart if way == "multipart" else urlencoded)(*given, **more)

    return either


ways = pytest.mark.parametrize("way", ["urlencoded", "multipart"])


@ways
@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        (CHINESE, "utf-8", ""),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8", "UTF8"),
        (CHINESE, "gb18030", ""),
        (CHINESE, "gbk", "gbk"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gb18030", "GB2312"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "big5", ""),
        ("Müll", "latin-1", "ISO-8859-1"),
    ],
)
def test_row_31_a_form_is_read_as_it_was_written(
    send: Any, way: str, text: str, codec: str, charset: str
) -> None:
    response = send(text, codec, charset, way=way)
    assert response.status_code == 201, response.content
    assert Appeal.objects.get().text == text


@ways
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ((CHINESE, "utf-8", "klingon"), 415),
        ((CHINESE, "utf-8", "rot13"), 415),
        ((CHINESE, "utf-8", "idna"), 415),
        ((CHINESE, "gb18030", "utf-8"), 400),
        ((CHINESE, "utf-8", "ascii"), 400),
        (("가로등이 고장났습니다 빨리 고쳐 주시기 바랍니다 " * 4, "euc_kr", ""), 400),
        (("Müll und Käse", "latin-1", ""), 400),
        (("Не горит фонарь", "cp1251", ""), 400),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_row_31_what_cannot_be_read_is_refused_and_never_stored_broken(
    send: Any, way: str, form: str, given: tuple[str, str, str], status: int
) -> None:
    response = send(*given, way=way, form=form)
    assert response.status_code == status, response.content
    if form == "xml":
        tree = ET.fromstring(response.content)  # noqa: S314  (our own answer)
        assert tree.findtext("error/code") == str(status)
    else:
        assert response.json()[0]["code"] == status
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_row_31_what_is_no_form_is_refused_with_what_to_send(
    client: Client, city: Any, kind: str
) -> None:
    address = f"{ROOT}/requests.json"
    (fault,) = client.generic("POST", address, b'{"a": 1}', content_type=kind).json()
    assert fault["code"] == 415
    assert "application/x-www-form-urlencoded" in fault["description"]
