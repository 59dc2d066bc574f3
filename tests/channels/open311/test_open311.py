"""GeoReport v2 as a program meets it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client

from jiesu.casework.models import Appeal
from jiesu.casework.reading import access
from jiesu.casework.stages import dispatch, follow_up, handling, intake, reply
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role

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
def post(client: Client, key: Callable[..., str]) -> Callable[..., Any]:
    api_key = key("open311")

    def send(root: str = ROOT, **more: Any) -> Any:
        given = {k: v for k, v in {**GIVEN, "api_key": api_key, **more}.items() if v is not None}
        return client.post(f"{root}/requests.json", given)

    return send


def faults(response: Any) -> list[tuple[int, str]]:
    found = [(fault["code"], fault["description"]) for fault in response.json()]
    assert {code for code, _sentence in found} == {response.status_code}
    return found


def read(response: Any) -> Any:
    assert response.status_code == 200, response.content
    return response.json()


def xml(response: Any) -> ET.Element:
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ET.fromstring(response.content)  # noqa: S314  (our own answer)


@time_machine.travel(datetime(2026, 11, 24, 4, 3, tzinfo=UTC), tick=False)
def test_too_many_requests_from_one_address_must_wait(
    post: Callable[..., Any], city: Any, settings: Any
) -> None:
    settings.REPORTS_BY_KEY = 1
    assert post().status_code == 201
    late = post(description="Another one")
    assert late["Retry-After"] == "420"
    ((status, sentence),) = faults(late)
    assert (status, sentence.split(".")[1]) == (429, " Try again in 7 minutes")


def test_another_citys_jurisdiction_is_refused(
    client: Client, post: Callable[..., Any], city: Any, settings: Any
) -> None:
    assert client.get(f"{ROOT}/services.json?jurisdiction_id=any").status_code == 200
    settings.JURISDICTION = "city.example"
    for given, status in (("", 200), ("city.example", 200), ("town.example", 404)):
        address = f"{ROOT}/services.json?jurisdiction_id={given}"
        assert client.get(address).status_code == status
    ((_status, sentence),) = faults(post(jurisdiction_id="town.example"))
    assert sentence == "There is no jurisdiction_id town.example here; this is city.example."
    assert post(jurisdiction_id="city.example").status_code == 201


def test_discovery_names_two_endpoints_with_both_formats(client: Client, city: Any) -> None:
    response = client.get("/open311/discovery.json")
    assert response["Content-Type"] == "application/json"
    endpoints = read(response)["endpoints"]
    assert [(e["url"], e["type"]) for e in endpoints] == [
        ("http://testserver/open311/v2", "production"),
        ("http://testserver/open311/test/v2", "test"),
    ]
    assert all(e["formats"] == ["text/xml", "application/json"] for e in endpoints)
    tree = client.get("/open311/discovery.xml")
    assert tree["Content-Type"] == "text/xml"
    assert len(xml(tree).findall("endpoints/endpoint/formats/format")) == 4


def test_services_are_the_finest_ones_with_their_group(client: Client, city: Any) -> None:
    (service,) = read(client.get(f"{ROOT}/services.json"))
    assert service == {
        "service_code": "lights",
        "service_name": "Street lights",
        "description": "Roads / Street lights",
        "metadata": True,
        "type": "realtime",
        "keywords": "Roads",
        "group": "Roads",
    }
    response = client.get(f"{ROOT}/services.xml")
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert xml(response).findtext("service/metadata") == "true"


def test_names_are_in_the_language_of_the_reader(client: Client, city: Any) -> None:
    chinese = client.get(f"{ROOT}/services.json", headers={"accept-language": "zh-hans"})
    assert read(chinese)[0]["service_name"] == "路灯"
    assert "路灯" in chinese.content.decode()


def test_a_definition_asks_for_secrecy_and_kind(client: Client, city: Any) -> None:
    found = read(client.get(f"{ROOT}/services/lights.json"))
    assert [a["code"] for a in found["attributes"]] == ["secrecy", "kind"]
    tree = xml(client.get(f"{ROOT}/services/lights"))
    assert tree.findtext("attributes/attribute/values/value/key") == "normal"


def test_what_is_posted_is_kept_and_can_be_seen_at_once(
    post: Any, client: Client, city: Any
) -> None:
    response = post(first_name="Ann", last_name="Lee", phone="13800000000")
    assert response.status_code == 201
    (given,) = response.json()
    appeal = access.by_code(given["tracking_code"])
    assert (appeal.channel, appeal.kind, appeal.secrecy) == ("open311", "complaint", "normal")
    assert appeal.spaced_code in given["service_notice"]
    assert appeal.identity is not None
    (shown,) = read(client.get(f"{ROOT}/requests/{given['service_request_id']}.json"))
    assert shown["status"] == "open"
    assert shown["service_code"] == "lights"


def test_nothing_that_is_published_tells_who_said_what_or_exactly_where(
    client: Client, receive: Callable[..., Appeal]
) -> None:
    appeal = receive(name="Ann Lee", phone="13800000000", place_words="3 River Road, flat 7")
    (shown,) = read(client.get(f"{ROOT}/requests.json?extensions=true"))
    assert (shown["lat"], shown["long"], shown["address"]) == (30.123, 110.123, "East Riverside")
    published = json.dumps(shown)
    for secret in ("Ann", "138", "flat 7", "at the river", appeal.code):
        assert secret not in published


def test_the_tracking_code_shows_ones_own_words(
    client: Client, receive: Callable[..., Appeal]
) -> None:
    appeal = receive()
    (shown,) = read(client.get(f"{ROOT}/requests/{appeal.spaced_code}.json"))
    assert shown["description"] == appeal.text
    assert shown["service_request_id"] == appeal.code


@pytest.mark.parametrize(
    "hidden",
    [{"kind": "whistleblow_report"}, {"kind": "inquiry"}, {"secrecy": "confidential"}],
)
def test_protected_appeals_are_shown_to_the_holder_of_the_code_only(
    hidden: dict[str, str], client: Client, receive: Callable[..., Appeal]
) -> None:
    appeal = receive(**hidden)
    number = appeal.first_work_order.number
    assert read(client.get(f"{ROOT}/requests.json")) == []
    assert client.get(f"{ROOT}/requests/{number}.json").status_code == 404
    assert read(client.get(f"{ROOT}/requests/{appeal.code}.json"))


def test_an_appeal_that_accuses_a_unit_is_not_listed(
    client: Client, receive: Callable[..., Appeal], city: Any
) -> None:
    order = receive().work_order
    acting = {"actor": Actor("staff", frozenset({(Role.OPERATOR, None)})), "now": datetime.now(UTC)}
    given = {"service": city.lights, "urgency": "general", "accused_unit": city.office}
    intake.accept(order, **given, **acting)
    assert read(client.get(f"{ROOT}/requests.json")) == []


def test_who_posts_a_protected_appeal_gets_the_code_as_its_id(post: Any, city: Any) -> None:
    (given,) = post(**{"attribute[secrecy]": "confidential", "phone": "13800000000"}).json()
    assert given["service_request_id"] == given["tracking_code"]


def test_who_gives_nothing_of_himself_is_anonymous(post: Any, city: Any) -> None:
    post()
    assert Appeal.objects.get().secrecy == "anonymous"


def test_row_17_without_a_key_nothing_is_guessed(post: Any, city: Any) -> None:
    first, second = post().json(), post().json()
    assert first != second
    assert Appeal.objects.count() == 2


def test_the_test_endpoint_checks_and_keeps_nothing(post: Any, city: Any) -> None:
    assert post(root="/open311/test/v2").status_code == 201
    assert post(root="/open311/test/v2", service_code="nothing").status_code == 404
    assert not Appeal.objects.exists()


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "no key": ({"api_key": None}, 403, "api_key"),
    "a wrong key": ({"api_key": "jiesu_guess"}, 403, "api_key"),
    "no service": ({"service_code": None}, 400, "service_code is missing"),
    "an empty service": ({"service_code": " "}, 400, "service_code is missing"),
    "an unknown service": ({"service_code": "moon"}, 404, "no service_code moon"),
    "no place": ({"lat": None, "long": ""}, 400, "Say where"),
    "half a place": ({"long": None}, 400, "must be numbers"),
    "words for numbers": ({"lat": "north"}, 400, "must be numbers"),
    "swapped coordinates": ({"lat": "110.7", "long": "30.7"}, 400, "swapped"),
    "outside the city": ({"lat": "48.2", "long": "16.4"}, 400, "outside the city"),
    "no place on earth": ({"lat": "nan", "long": "inf"}, 400, "outside the city"),
    "100 kB of text": ({"description": "漏水" * 50_000}, 400, "100000 characters"),
    "no kind": ({"attribute[kind]": "joke"}, 400, "kind"),
    "no e-mail address": ({"email": "nobody"}, 400, "e-mail"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_request_is_refused_in_a_sentence(case: str, post: Any, city: Any) -> None:
    given, status, sentence = REFUSED[case]
    response = post(**given)
    ((code, told),) = faults(response)
    assert code == status
    assert sentence in told
    assert not Appeal.objects.exists()


def test_controls_marks_of_direction_and_script_are_harmless(
    post: Any, client: Client, city: Any
) -> None:
    post(description="a\x00b\u202ec <script>alert(1)</script>")
    appeal = Appeal.objects.get()
    assert appeal.text == "abc <script>alert(1)</script>"
    tree = xml(client.get(f"{ROOT}/requests/{appeal.code}.xml"))
    assert tree.findtext("request/description") == appeal.text


def test_a_photo_that_is_a_program_is_refused(post: Any, city: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = post(media=SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 a program"))
    assert "not a photo" in faults(response)[0][1]
    assert not Appeal.objects.exists()


def test_a_photo_of_30_mb_is_refused_by_its_name(post: Any, city: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = post(media=SimpleUploadedFile("photo.jpg", b"\xff\xd8" + bytes(30 * 2**20)))
    assert "photo.jpg is larger than 20 MB" in faults(response)[0][1]


def test_a_photo_is_kept_without_where_it_was_taken(post: Any, city: Any) -> None:
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"  # GPS: the hemisphere
    taken = BytesIO()
    Image.new("RGB", (40, 30)).save(taken, "JPEG", exif=exif)
    assert post(media=SimpleUploadedFile("photo.jpg", taken.getvalue())).status_code == 201
    with Appeal.objects.get().photos.get().file.open() as kept:
        assert not Image.open(kept).getexif()


def test_a_form_that_is_too_large_is_refused_in_a_sentence(post: Any, city: Any) -> None:
    assert "too large" in faults(post(email="x" * 3_000_000))[0][1]


def test_a_link_to_a_picture_is_noted_and_never_fetched(post: Any, city: Any) -> None:
    post(media_url="http://127.0.0.1:9/secret.jpg")
    assert "Picture: http://127.0.0.1:9/secret.jpg" in Appeal.objects.get().text


def test_only_requests_of_the_last_90_days_unless_asked(
    client: Client, receive: Callable[..., Appeal]
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=100)
    Appeal.objects.filter(pk=receive().pk).update(received_at=long_ago)
    assert read(client.get(f"{ROOT}/requests.json")) == []
    span = {"start_date": (long_ago - timedelta(days=1)).isoformat()}
    assert len(read(client.get(f"{ROOT}/requests.json", span))) == 1
    span["end_date"] = long_ago.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert read(client.get(f"{ROOT}/requests.json", span)) == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start_date=yesterday", 400),
        ("end_date=0001-01-01T00:00:00Z", 400),
        ("start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400),
        ("start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", 400),
        ("status=half", 400),
        ("service_code=moon", 404),
        ("page_size=99999999999999999999999", 400),
        ("page=-1", 400),
        ("page_size=²", 400),
        ("service_request_id=" + ",".join(["x"] * 101), 400),
    ],
)
def test_a_bad_search_is_refused(query: str, status: int, client: Client, city: Any) -> None:
    response = client.get(f"{ROOT}/requests.json?{query}")
    assert faults(response)[0][0] == status
    tree = xml(client.get(f"{ROOT}/requests.xml?{query}"))
    assert tree.findtext("error/code") == str(status)
    assert tree.findtext("error/description")


def test_empty_parameters_are_absent(client: Client, receive: Callable[..., Appeal]) -> None:
    receive()
    empty = "service_request_id=&service_code=&start_date=&end_date=&status=&page="
    assert len(read(client.get(f"{ROOT}/requests.json?{empty}"))) == 1


def test_narrowing(client: Client, receive: Callable[..., Appeal]) -> None:
    first, second = receive(), receive(service_code="")
    numbers = [appeal.first_work_order.number for appeal in (first, second)]

    def found(query: str) -> list[str]:
        shown = read(client.get(f"{ROOT}/requests.json?{query}"))
        return [request["service_request_id"] for request in shown]

    assert found("") == numbers[::-1]
    assert found("service_code=lights") == numbers[:1]
    assert found("status=closed") == []
    assert found("status=open,closed") == numbers[::-1]
    assert found("page=2&page_size=1") == numbers[:1]
    assert found(f"service_request_id={numbers[0]},moon") == numbers[:1]
    assert found(f"service_request_id={first.code}") == [first.code]


@pytest.mark.parametrize("number", ["moon", "20261124-9999999", "20261124-999999999999999999"])
def test_an_unknown_request_is_not_found(number: str, client: Client, city: Any) -> None:
    assert faults(client.get(f"{ROOT}/requests/{number}.json"))[0][0] == 404


def test_a_number_with_another_day_is_not_found(client: Client, receive: Any) -> None:
    number = receive().first_work_order.number
    assert client.get(f"{ROOT}/requests/19990101-{number[9:]}.json").status_code == 404


@pytest.mark.parametrize("path", ["requests/%00", "services/%00", "tokens/%00"])
def test_a_nul_in_an_address_is_not_found(path: str, client: Client, city: Any) -> None:
    assert faults(client.get(f"{ROOT}/{path}.json"))[0][0] == 404


def test_there_are_no_tokens_and_nothing_else_to_do(client: Client, city: Any) -> None:
    assert faults(client.get(f"{ROOT}/tokens/1.json"))[0][0] == 404
    assert faults(client.post(f"{ROOT}/services.json"))[0][0] == 405
    assert client.get(f"{ROOT}/requests.yaml").status_code == 404


def test_the_whole_way_as_the_program_sees_it(post: Any, client: Client, city: Any) -> None:
    (given,) = post().json()
    now = datetime.now(UTC)
    unit = city.office.pk

    def acting(role: Role, in_unit: int | None = None) -> Any:
        return {"actor": Actor("staff", frozenset({(role, in_unit)})), "now": now}

    def seen() -> dict[str, str]:
        number = given["service_request_id"]
        (shown,) = read(client.get(f"{ROOT}/requests/{number}.json?extensions=true"))
        return shown

    appeal = access.by_code(given["tracking_code"])
    order = appeal.work_order
    intake.accept(order, service=city.lights, urgency="general", **acting(Role.OPERATOR))
    dispatch.assign(order, unit=city.office, **acting(Role.DISPATCHER))
    assert seen()["agency_responsible"] == "Riverside office"
    assert seen()["expected_datetime"].endswith("Z")
    handling.sign(order, **acting(Role.HANDLER, unit))
    handling.start(order, contacted=True, **acting(Role.HANDLER, unit))
    said = "The lamp was replaced this morning."
    reply.send(order, text=said, outcome="resolved", **acting(Role.HANDLER, unit))
    assert seen()["status"] == "open"
    opinion = follow_up.Opinion(solved="yes", result_rating=5)
    appeal = access.by_code(appeal.code)
    follow_up.rate(appeal, opinion, actor=Actor.resident(appeal.pk), now=now)
    last = seen()
    assert last["status"] == "closed"
    assert "resolved" in last["status_notes"]
    assert last["extended_attributes"]["appellant_view"] == "confirmed"
    assert last["updated_datetime"] == now.strftime("%Y-%m-%dT%H:%M:%SZ")
