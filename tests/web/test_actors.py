"""Who comes through which door."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory

from jiesu.casework.errors import InvalidError, NotFoundError, OvertakenError, RefusedError
from jiesu.directory.models import Person
from jiesu.rules.roles import Permission, Role
from jiesu.web.actors import Request, requires, resident
from jiesu.web.refusals import RefusalMiddleware


@requires(Permission.BOARD_READ)
def board(request: Request) -> HttpResponse:
    return HttpResponse(f"{request.actor.name} {request.now:%Y}")


@resident
def portal(request: Request) -> HttpResponse:
    return HttpResponse(request.actor.kind)


@pytest.fixture
def visitor() -> AnonymousUser:
    return AnonymousUser()


def asked(rf: RequestFactory, user: object, **headers: str) -> Request:
    request = rf.get("/board/", headers=headers)
    request.user = user
    return request


def test_the_role_opens_the_door(rf: RequestFactory, person: Callable[..., Person]) -> None:
    assert board(asked(rf, person("lin", Role.ANALYST))).text.startswith("lin 20")


def test_another_role_does_not(rf: RequestFactory, person: Callable[..., Person]) -> None:
    with pytest.raises(PermissionDenied):
        board(asked(rf, person("lin", Role.HANDLER)))


def test_an_inactive_person_holds_no_role(
    rf: RequestFactory, person: Callable[..., Person]
) -> None:
    gone = person("lin", Role.ANALYST)
    gone.is_active = False
    with pytest.raises(PermissionDenied):
        board(asked(rf, gone))


def test_a_visitor_is_led_to_the_sign_in(rf: RequestFactory, visitor: object) -> None:
    assert board(asked(rf, visitor)).headers["Location"] == "/accounts/login/?next=/board/"


def test_a_live_part_leads_the_whole_page_to_the_sign_in(
    rf: RequestFactory, visitor: object
) -> None:
    answer = board(asked(rf, visitor, **{"HX-Request": "true"}))
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/board/"


def test_everybody_at_the_portal_is_a_resident(
    rf: RequestFactory, person: Callable[..., Person]
) -> None:
    assert portal(asked(rf, person("lin", Role.OPERATOR))).text == "resident"


def test_a_person_without_a_role_reads_why_not(signed_in: Callable[..., Client]) -> None:
    answer = signed_in("new").get("/staff/", follow=True)
    assert answer.status_code == 200
    assert "new" in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OvertakenError(), 409),
        (NotFoundError(), 404),
        (RefusedError("no"), 403),
        (InvalidError({"text": "Say it."}), 400),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_refusal_becomes_its_page(
    rf: RequestFactory, visitor: object, error: Exception, status: int
) -> None:
    request = rf.post("/x/", headers={"Referer": "http://testserver/desk/7/"})
    request.user = visitor
    answer = RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    assert answer.status_code == status
    assert str(error) in answer.text
    assert 'href="http://testserver/desk/7/"' in answer.text


def test_a_refusal_of_a_live_part_is_said_on_the_page(rf: RequestFactory, visitor: object) -> None:
    request = asked(rf, visitor, **{"HX-Request": "true"})
    answer = RefusalMiddleware(lambda _: HttpResponse()).process_exception(
        request, OvertakenError()
    )
    assert answer is not None
    assert answer.headers["HX-Retarget"] == "#said"
    assert "<html" not in answer.text


def test_other_errors_are_not_hidden(rf: RequestFactory) -> None:
    middleware = RefusalMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(rf.get("/"), ValueError("x")) is None
