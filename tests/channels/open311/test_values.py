"""Values at the edge: read as they are meant, or refused in a sentence and the format asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from jiesu.casework.models import Appeal

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


@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\x1b", "\ufffe", "\uffff", "\U0001ffff"])
def test_row_30_no_sign_of_a_report_breaks_the_xml(post: Any, client: Client, sign: str) -> None:
    given = {"description": f"Dark{sign} corner", "address_string": f"River{sign}side 1"}
    code = xml(post("xml", **given)).findtext("request/tracking_code")
    (shown,) = xml(client.get(f"{ROOT}/requests/{code}.xml"))
    assert shown.findtext("description") == "Dark corner"
    assert shown.findtext("address") == "Riverside 1"


def faults(response: Any, status: int = 400) -> str:
    """Give the sentences of a refusal, which must be in the format that was asked for."""
    assert response.status_code == status, response.content
    assert {fault["code"] for fault in response.json()} == {status}
    return " ".join(fault["description"] for fault in response.json())


@pytest.mark.parametrize(
    "query",
    [
        "page=0000000019999999999999999999",
        "page=" + "9" * 5_000,
        "page=1_0",
        "page=１",
        "page=%2B1",
        "page=1.0",
        "page=0",
        "page=00",
        "page_size=000000001999999",
        "page_size=1001",
        "page_size=0000",
    ],
)
def test_row_26_a_number_is_bounded_however_it_is_written(
    client: Client, city: Any, query: str
) -> None:
    told = faults(client.get(f"{ROOT}/requests.json?{query}"))
    assert told.startswith(f"{query.partition('=')[0]} must be a number from 1 to")


def test_row_26_zeros_before_a_number_change_nothing(client: Client, receive: Any) -> None:
    receive()
    assert len(client.get(f"{ROOT}/requests.json?page=0001&page_size=000000000000010").json()) == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("status=open&status=closed", "status was given more than once"),
        ("service_code=lights&service_code=", "service_code was given more than once"),
        ("jurisdiction_id=a&jurisdiction_id=b", "jurisdiction_id was given more than once"),
        ("radius=100&lat=30", "There is no radius here"),
        ("Status=open", "There is no Status here"),
        ("stat%75s2=open", "There is no status2 here"),
        ("status=open%00", "status holds the character NUL"),
        ("service_code=%00", "service_code holds the character NUL"),
        ("service_request_id=%00", "service_request_id holds the character NUL"),
        ("start_date=%00", "start_date holds the character NUL"),
        ("attribute[kind]=help", "no question attribute[kind]"),
        ("status=%ff", "not UTF-8"),
        ("=open", "There is no"),
    ],
)
def test_rows_36_and_37_a_filter_that_would_be_passed_over_is_refused(
    client: Client, receive: Any, query: str, sentence: str
) -> None:
    receive()
    assert sentence in faults(client.get(f"{ROOT}/requests.json?{query}"))
    assert client.get(f"{ROOT}/requests?{query}")["Content-Type"].startswith("text/xml")


def test_row_37_the_other_doors_know_their_parameters_too(client: Client, receive: Any) -> None:
    number = receive().first_work_order.number
    for path in ("services", "services/lights", f"requests/{number}"):
        assert client.get(f"{ROOT}/{path}.json?api_key=x&jurisdiction_id=").status_code == 200
        faults(client.get(f"{ROOT}/{path}.json?status=open"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"description": ["One", "Two"]}, "description was given more than once"),
        ({"status": "open"}, "There is no status here"),
        ({"attribute[colour]": "red"}, "no question attribute[colour]; asked are: kind, secrecy"),
        ({"attribute[kind][]": "help"}, "no question attribute[kind][]"),
        ({"service_code": "lights\x00"}, "service_code holds the character NUL"),
        ({"lat": "3_3.552"}, "must be numbers"),
        ({"lat": "３０.7"}, "must be numbers"),
        ({"long": "0x10"}, "must be numbers"),
        ({"lat": "1e400"}, "outside the city"),
        ({"lat": "nan"}, "outside the city"),
        ({"lat": None, "long": None, "address_id": "7"}, "address_id is a number of your own"),
        ({"media_url": ["https://x.example/1"] * 2 + ["x" * 501]}, "At most 5 addresses"),
        ({"media_url": [f"https://x.example/{n}" for n in range(6)]}, "At most 5 addresses"),
    ],
)
def test_rows_36_and_37_a_field_that_would_be_passed_over_is_refused(
    post: Any, given: dict[str, Any], sentence: str
) -> None:
    assert sentence in faults(post(**given))
    assert not Appeal.objects.exists()


def test_row_36_several_addresses_of_pictures_are_all_noted(post: Any) -> None:
    links = [f"https://photos.example/{n}.jpg" for n in (1, 2, 1)]
    assert post(media_url=links).status_code == 201
    text = Appeal.objects.get().text
    assert text.splitlines()[1:] == [f"Picture: {link}" for link in links[:2]]


def test_row_36_what_fixmystreet_sends_is_taken(post: Any) -> None:
    given = dict.fromkeys(("jurisdiction_id", "device_id", "account_id", "address_id"), "")
    given |= {"email": "ann@example.org", "first_name": "Ann", "last_name": "Lee", "phone": ""}
    given |= {"address_string": "Riverside 1", "media_url": "https://photos.example/1.jpg"}
    given |= {"attribute[kind]": "help", "attribute[secrecy]": "normal"}
    assert post(**given).status_code == 201


@pytest.mark.parametrize(
    "zone", ["+10:00", "%2B10:00", "-10:00", "+08:00", "+0530", "+05", "Z", ""]
)
def test_row_37_a_plus_that_became_a_space_is_read(client: Client, receive: Any, zone: str) -> None:
    receive()
    day = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S")
    assert len(client.get(f"{ROOT}/requests.json?start_date={day}{zone}").json()) == 1
    assert faults(client.get(f"{ROOT}/requests.json?end_date=2126-13-01T00:00:00{zone}"))


@pytest.mark.parametrize(
    "moment",
    ["0001-04-01T00:00:00+14:00", "9999-10-02T23:59:59-14:00", "1712010112345", "２０２６-01-01"],
)
def test_rows_23_and_37_a_date_at_the_end_of_time_is_refused(
    client: Client, city: Any, moment: str
) -> None:
    for name in ("start_date", "end_date"):
        told = faults(client.get(f"{ROOT}/requests.json", {name: moment}))
        assert told.startswith(f"{name} must be a date and time")


def test_row_38_a_retired_service_can_be_asked_for(client: Client, receive: Any, city: Any) -> None:
    number = receive().first_work_order.number
    city.lights.active = False
    city.lights.save()
    (shown,) = client.get(f"{ROOT}/requests.json").json()
    (found,) = client.get(f"{ROOT}/requests.json?service_code={shown['service_code']}").json()
    assert found["service_request_id"] == number
    assert "moon" in faults(client.get(f"{ROOT}/requests.json?service_code=lights,moon"), 404)


def test_row_38_every_service_code_that_is_shown_can_be_asked_for(
    client: Client, receive: Any
) -> None:
    receive(), receive(service_code="")
    for shown in client.get(f"{ROOT}/requests.json").json():
        (found,) = client.get(f"{ROOT}/requests.json?service_code={shown['service_code']}").json()
        assert found["service_request_id"] == shown["service_request_id"]
