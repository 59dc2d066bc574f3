"""The console through its pages: who may, what is checked, what is tried, what is kept."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from jiesu.directory.models import (
    CalendarDay,
    DirectoryChange,
    DutyItem,
    Person,
    Service,
    Unit,
)
from jiesu.rules.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def duties() -> None:
    lights = Service(code="lights", names={"zh-hans": "路灯", "en": "Lights"})
    lights.place_under(None)
    lights.save()
    for code in ("office", "bureau"):
        Unit.objects.create(code=code, names={"zh-hans": code}, level="street")


DUTY = {
    "service": "lights",
    "area": "",
    "kind": "basic",
    "lead_unit": "office",
    "basis": "清单 1",
    "valid_from": "2025-01-01",
}


def test_nobody_without_the_duty_gets_in(client: Client, signed_in: Callable[..., Client]) -> None:
    assert client.get("/console/").status_code == 302
    operator = signed_in("op", Role.OPERATOR)
    for page in ("", "directory/services/", "people/", "log/", "directory/file/"):
        assert operator.get(f"/console/{page}").status_code == 403


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "职责清单"), ("en", "Duty list")])
def test_a_duty_is_added_in_both_languages_and_put_on_record(
    signed_in: Callable[..., Client], duties: None, language: str, word: str
) -> None:
    client = signed_in("admin", Role.ADMINISTRATOR)
    client.cookies["django_language"] = language
    assert word in client.get("/console/").content.decode()
    refused = client.post("/console/directory/duties/new/", DUTY | {"valid_from": "tomorrow"})
    assert refused.status_code == 422
    assert "清单 1" in refused.content.decode()
    assert client.post("/console/directory/duties/new/", DUTY).status_code == 302
    duty = DutyItem.objects.get()
    change = DirectoryChange.objects.get()
    assert (change.kind, change.before, change.after["lead_unit"]) == ("duties", {}, "office")
    page = client.get(f"/console/directory/duties/{duty.pk}/").content.decode()
    assert "office" in page
    ended = client.post(f"/console/directory/duties/{duty.pk}/", DUTY | {"valid_to": "2026-12-31"})
    assert ended.status_code == 302
    assert DutyItem.objects.get().valid_to == date(2026, 12, 31)


def test_a_try_changes_nothing(signed_in: Callable[..., Client], duties: None) -> None:
    client = signed_in("admin", Role.ADMINISTRATOR)
    tried = client.post("/console/directory/duties/new/", DUTY | {"try": "1"})
    assert tried.status_code == 200
    assert "0" in tried.content.decode()
    assert not DutyItem.objects.exists()
    assert not DirectoryChange.objects.exists()


def test_a_file_is_tried_then_taken_in_with_its_bad_lines_named(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in("admin", Role.ADMINISTRATOR)
    rows = "date,kind,name_zh\n2026-10-01,holiday,国庆节\nnever,holiday,\n".encode("gb18030")

    def send(how: str) -> str:
        form = {"kind": "calendar", "file": io.BytesIO(rows), "how": how}
        return client.post("/console/directory/file/", form).content.decode()

    assert 'class="number">3</td>' in send("try")
    assert not CalendarDay.objects.exists()
    send("store")
    day = CalendarDay.objects.get()
    assert day.name == "国庆节"
    client.post(f"/console/directory/calendar/{day.pk}/remove/")
    assert not CalendarDay.objects.exists()


def test_people_get_duties_that_may_be_held_together(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in("admin", Role.ADMINISTRATOR)
    new = {"username": "li", "name": "李", "email": "", "password": "long enough 7"}
    assert client.post("/console/people/new/", new | {"password": "1"}).status_code == 422
    client.post("/console/people/new/", new)
    li = Person.objects.get(username="li")
    page = f"/console/people/{li.pk}/"
    assert client.post(page, {"role": "dispatcher", "unit": ""}).status_code == 302
    assert client.post(page, {"role": "reviewer", "unit": ""}).status_code == 422
    client.post(f"{page}key/", {"password": "another 7 lamps"})
    client.post(f"{page}revoke/", {"role": "dispatcher", "unit": ""})
    client.post(f"{page}activity/")
    li.refresh_from_db()
    assert not li.is_active
    assert li.check_password("another 7 lamps")
    assert DirectoryChange.objects.filter(kind="people", key="li").count() == 5
    me = Person.objects.get(username="admin")
    client.post(f"/console/people/{me.pk}/activity/")
    assert Person.objects.get(pk=me.pk).is_active


def test_auditors_read_the_log_and_nobody_else(signed_in: Callable[..., Client]) -> None:
    auditor = signed_in("audit", Role.AUDITOR)
    for page in ("", "log/", "log/?chain=project&thing=1", "views/", "dead-letters/"):
        assert auditor.get(f"/console/{page}").status_code == 200
    assert auditor.get("/console/directory/services/").status_code == 403


def test_who_lost_his_phone_sets_a_second_factor_up_anew(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in("admin", Role.ADMINISTRATOR)
    li = Person.objects.create_user("li")
    Authenticator.objects.create(user=li, type=Authenticator.Type.TOTP, data={})
    client.post(f"/console/people/{li.pk}/key/")
    assert not Authenticator.objects.filter(user=li).exists()
