"""The REST interface as residents' programs and those of the staff meet it."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from jiesu.casework.models import Appeal
from jiesu.casework.reading import access
from jiesu.directory.models import Person
from jiesu.rules.roles import Role

ROOT = "/api/v1"
GIVEN = {"idempotency_key": "0123456789", "text": "The light is out", "service_code": "lights"}


class Caller:
    """A program that holds a key."""

    def __init__(self, key: str = "") -> None:
        headers = {"accept-language": "en"} | ({"authorization": f"Bearer {key}"} if key else {})
        self._client = Client(headers=headers)

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        response = self._client.get(ROOT + path, query)
        return response.status_code, response.json()

    def post(self, path: str, **given: Any) -> tuple[int, Any]:
        response = self._client.post(ROOT + path, given, content_type="application/json")
        self.answer = response
        return response.status_code, response.json()


@pytest.fixture
def program(key: Callable[..., str]) -> Caller:
    return Caller(key("rest"))


@pytest.fixture
def caller(key: Callable[..., str], staff: Callable[..., Person], city: Any) -> Any:
    def make(*roles: Role) -> Caller:
        of_unit = {Role.HANDLER, Role.UNIT_HEAD} & set(roles)
        return Caller(key("rest", staff(*roles, unit=city.office if of_unit else None)))

    return make


def order_of(appeal: Appeal) -> str:
    return f"/work-orders/{appeal.work_order_id}"


def test_what_an_appeal_may_be_about(city: Any) -> None:
    assert Caller().get("/services") == (200, [{"code": "lights", "name": "Street lights"}])
    found = [{"code": "d1", "name": "East"}, {"code": "s1", "name": "Riverside"}]
    assert Caller().get("/areas") == (200, found)


def test_an_appeal_is_taken_in_and_followed_by_its_code(program: Caller, city: Any) -> None:
    status, received = program.post("/appeals", **GIVEN, lat=30.7, lon=110.7, phone="138")
    assert status == 201
    status, seen = Caller().get(f"/appeals/{received['code']}")
    assert status == 200
    assert (seen["number"], seen["text"]) == (received["number"], GIVEN["text"])
    assert seen["progress"] == "Received; the hotline is reading it."
    assert seen["may"] == ["withdraw"]
    assert "138" not in str(seen)


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "PNG")
    return SimpleUploadedFile("lamp.png", buffer.getvalue(), "image/png")


def test_photos_come_with_an_appeal(key: Callable[..., str], city: Any) -> None:
    client = Client(headers={"accept-language": "en", "authorization": f"Bearer {key('rest')}"})

    def send(photo: SimpleUploadedFile, **changed: Any) -> Any:
        form = {"appeal": json.dumps(GIVEN | changed), "photos": [photo]}
        return client.post(f"{ROOT}/appeals/with-photos", form)

    refused = send(SimpleUploadedFile("lamp.jpg", b"MZ a program"))
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["photos"])
    large = send(SimpleUploadedFile("lamp.jpg", b"\xff\xd8" + bytes(21 * 2**20)))
    assert "lamp.jpg is larger than 20 MB" in large.json()["error"]
    wrong = send(picture(), kind="song")
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["kind"])
    assert not Appeal.objects.exists()
    received = send(picture())
    assert received.status_code == 201
    photo = access.by_code(received.json()["code"]).photos.get()
    assert (photo.width, photo.height) == (64, 48)
    assert send(picture()).json() == received.json()
    assert Appeal.objects.get().photos.count() == 1


@time_machine.travel(datetime(2026, 11, 24, 4, 3, tzinfo=UTC), tick=False)
def test_too_many_appeals_from_one_address_must_wait(
    program: Caller, city: Any, settings: Any
) -> None:
    settings.REPORTS_BY_KEY = 1
    assert program.post("/appeals", **GIVEN)[0] == 201
    status, fault = program.post("/appeals", **GIVEN | {"idempotency_key": "another-one"})
    assert status == 429
    assert "Try again in 7 minutes." in fault["error"]
    assert program.answer["Retry-After"] == "420"


def test_a_retry_makes_no_second_appeal(program: Caller, city: Any) -> None:
    assert program.post("/appeals", **GIVEN) == program.post("/appeals", **GIVEN)
    status, fault = program.post("/appeals", **GIVEN | {"text": "Something else"})
    assert status == 409
    assert "sent before with other words" in fault["error"]
    assert Appeal.objects.count() == 1


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no text": ({"text": " "}, "text"),
    "100 kB of text": ({"text": "漏水" * 50_000}, "text"),
    "NUL": ({"text": "a\x00b"}, "text"),
    "a field of another name": ({"colour": "red"}, "colour"),
    "no place on earth": ({"lat": 1e9, "lon": 1e9}, "lat"),
    "swapped coordinates": ({"lat": 110.7, "lon": 30.7}, "lat"),
    "half a place": ({"lat": 30.7}, "lat"),
    "an unknown service": ({"service_code": "moon"}, "service_code"),
    "an unknown kind": ({"kind": "joke"}, "kind"),
    "a date without a zone": ({"said_at": "2026-01-01T00:00:00"}, "said_at"),
    "a date that is none": ({"said_at": "yesterday"}, "said_at"),
    "a short key": ({"idempotency_key": "1"}, "idempotency_key"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_appeal_is_refused_by_field(case: str, program: Caller, city: Any) -> None:
    given, field = REFUSED[case]
    status, fault = program.post("/appeals", **GIVEN | given)
    assert status == 422
    assert list(fault["fields"]) == [field]
    assert fault["error"]
    assert not Appeal.objects.exists()


def test_a_bare_string_is_no_object(key: Callable[..., str], city: Any) -> None:
    headers = {"authorization": f"Bearer {key('rest')}"}
    client = Client(headers=headers)
    response = client.post(f"{ROOT}/appeals", '"abc"', content_type="application/json")
    assert response.status_code == 422


def test_nobody_hands_in_without_a_key_in_force(key: Callable[..., str], city: Any) -> None:
    for unknown in ("", "jiesu_guess", key("open311")):
        status, fault = Caller(unknown).post("/appeals", **GIVEN)
        assert status == 401
        assert "key" in fault["error"]


def test_staff_without_the_duty_may_not_record_appeals(caller: Any, city: Any) -> None:
    assert caller(Role.DISPATCHER).post("/appeals", **GIVEN)[0] == 403
    assert caller(Role.OPERATOR).post("/appeals", **GIVEN)[0] == 201


def test_a_body_that_is_too_large_is_refused_in_a_sentence(program: Caller, city: Any) -> None:
    status, fault = program.post("/appeals", **GIVEN | {"text": "x" * 3_000_000})
    assert status == 413
    assert "too much" in fault["error"]


@pytest.mark.parametrize("code", ["0000000000000000", "moon", "%00", "漏水"])
def test_an_unknown_code_opens_nothing(code: str, city: Any) -> None:
    status, fault = Caller().get(f"/appeals/{code}")
    assert status in {404, 422}
    assert fault["error"]


def test_an_appeal_is_taken_back(receive: Callable[..., Appeal]) -> None:
    code = receive().code
    status, seen = Caller().post(f"/appeals/{code}/withdrawal", pressed=False)
    assert (status, seen["state"], seen["may"]) == (200, "withdrawn", [])
    assert Caller().post(f"/appeals/{code}/withdrawal")[0] == 403


def test_an_appellant_takes_theirs_out_of_a_merge(
    caller: Any, receive: Callable[..., Appeal]
) -> None:
    first, second = receive(), receive("Their street light is out")
    given = {"seen": 1, "into": first.work_order_id}
    assert caller(Role.OPERATOR).post(f"{order_of(second)}/merge", **given)[0] == 200
    code = second.code
    assert "unmerge" in Caller().get(f"/appeals/{code}")[1]["may"]
    assert "unmerge" not in Caller().get(f"/appeals/{first.code}")[1]["may"]
    status, seen = Caller().post(f"/appeals/{code}/unmerge")
    assert (status, seen["state"]) == (200, "registered")
    assert "unmerge" not in seen["may"]
    assert Caller().post(f"/appeals/{code}/unmerge")[0] == 403


def test_the_whole_way_from_queue_to_rating(caller: Any, receive: Callable[..., Appeal]) -> None:
    appeal = receive()
    order = order_of(appeal)
    operator, dispatcher = caller(Role.OPERATOR), caller(Role.DISPATCHER)
    handler = caller(Role.HANDLER)
    _status, queue = operator.get("/queues/acceptance")
    (waiting,) = queue["items"]
    assert (waiting["id"], waiting["title"], queue["more"]) == (
        appeal.work_order_id,
        appeal.title,
        False,
    )
    accepted = {"seen": waiting["version"], "service_code": "lights", "urgency": "general"}
    status, seen = operator.post(f"{order}/accept", **accepted)
    assert (status, seen["state"], seen["service"]["code"]) == (200, "accepted", "lights")

    (candidate,) = dispatcher.get(f"{order}/candidates")[1]
    assert candidate["unit"] == {"code": "office", "name": "Riverside office"}
    seen = dispatcher.post(f"{order}/dispatch", seen=seen["version"], unit_code="office")[1]
    assert handler.get("/queues/inbox")[1]["items"][0]["id"] == appeal.work_order_id
    seen = handler.post(f"{order}/sign", seen=seen["version"])[1]
    seen = handler.post(f"{order}/start", seen=seen["version"], contacted=True)[1]
    assert "reply" in seen["may"]
    said = "The lamp was replaced this morning."
    given = {"seen": seen["version"], "text": said, "outcome": "resolved"}
    assert handler.post(f"{order}/reply", **given)[0] == 200

    seen = Caller().get(f"/appeals/{appeal.code}")[1]
    assert seen["replies"][0]["text"] == said
    seen = Caller().post(f"/appeals/{appeal.code}/rating", solved="no", contacted=False)[1]
    assert seen["state"] == "handling"
    told = access.by_code(appeal.code)
    assert (told.contacted, told.work_order.rework) == (False, 1)


def test_a_step_on_an_old_version_is_overtaken(caller: Any, receive: Callable[..., Appeal]) -> None:
    order, operator = order_of(receive()), caller(Role.OPERATOR)
    given = {"seen": 1, "service_code": "lights", "urgency": "general"}
    assert operator.post(f"{order}/accept", **given)[0] == 200
    status, fault = operator.post(f"{order}/accept", **given)
    assert status == 409
    assert "Somebody else" in fault["error"]


def test_a_step_the_law_does_not_know_is_refused(
    caller: Any, receive: Callable[..., Appeal]
) -> None:
    status, fault = caller(Role.DISPATCHER).post(
        f"{order_of(receive())}/uphold", seen=1, reasons="because"
    )
    assert status == 403
    assert "not open to you" in fault["error"]


def test_unknown_codes_in_a_step_are_named(caller: Any, receive: Callable[..., Appeal]) -> None:
    given = {"seen": 1, "service_code": "moon", "urgency": "general"}
    status, fault = caller(Role.OPERATOR).post(f"{order_of(receive())}/accept", **given)
    assert (status, list(fault["fields"])) == (422, ["service_code"])


def test_a_unit_sees_its_own_work_orders_only(caller: Any, receive: Callable[..., Appeal]) -> None:
    order = order_of(receive())
    assert caller(Role.HANDLER).get(order)[0] == 404
    assert caller(Role.LEADER).get(order)[0] == 404
    assert Caller().get(order)[0] == 401
    assert caller(Role.OPERATOR).get(order)[0] == 200


def test_a_program_of_residents_sees_no_work_order(program: Caller, receive: Any) -> None:
    assert program.get(order_of(receive()))[0] == 404


def test_lists_are_bounded(caller: Any, receive: Callable[..., Appeal]) -> None:
    for _number in range(3):
        receive()
    operator = caller(Role.OPERATOR)
    page = operator.get("/queues/acceptance", limit=2)[1]
    assert (len(page["items"]), page["more"]) == (2, True)
    page = operator.get("/queues/acceptance", limit=2, offset=2)[1]
    assert (len(page["items"]), page["more"]) == (1, False)
    for bad in ({"limit": 10**30}, {"offset": -1}, {"limit": 0}):
        assert operator.get("/queues/acceptance", **bad)[0] == 422


def test_a_signed_in_person_uses_the_same_doors_with_the_form_token(
    staff: Callable[..., Person], receive: Callable[..., Appeal], settings: Any
) -> None:
    settings.DEMO = True  # without a second factor
    order = order_of(receive())
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(staff(Role.OPERATOR), backend)
    assert client.get(ROOT + order).json()["title"]
    refused = client.post(f"{ROOT}{order}/answer", {}, content_type="application/json")
    assert refused.status_code == 403
    assert "form token" in refused.json()["error"]


def test_without_key_and_session_the_answer_says_what_to_send(city: Any) -> None:
    response = Client(enforce_csrf_checks=True).post(f"{ROOT}/appeals", {})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


def test_the_interface_describes_itself(client: Client) -> None:
    described = client.get(f"{ROOT}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert f"{ROOT}/work-orders/{{number}}/accept" in described["paths"]
