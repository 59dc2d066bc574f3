"""Appellants are told by the worker's way: a step, its delivery, a letter."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import translation

from jiesu.casework.ledger import outbox
from jiesu.casework.models import Appeal, Delivery
from jiesu.casework.stages import declining, dispatch, handling, intake, reply
from jiesu.channels.models import Told
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _letters_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def by(role: Role, unit: int | None = None) -> dict[str, Any]:
    return {"actor": Actor("staff", frozenset({(role, unit)})), "now": NOW}


def deliver() -> list[str]:
    """Run the worker's round once and give the subjects of the letters it sent."""
    mail.outbox.clear()
    outbox.deliver_due(now=datetime.now(UTC) + timedelta(seconds=1))
    return [letter.subject for letter in mail.outbox]


@pytest.fixture
def appeal(receive: Callable[..., Appeal]) -> Appeal:
    made = receive(name="Ann Lee", email="ann@example.org")
    deliver()
    return made


def test_receipt_is_confirmed_with_the_link_that_is_the_key(receive: Callable[..., Appeal]) -> None:
    made = receive(email="ann@example.org")
    (subject,) = deliver()
    (letter,) = mail.outbox
    assert subject == f"Appeal {made.first_work_order.number}: Your appeal was received."
    assert letter.to == ["ann@example.org"]
    assert f"http://127.0.0.1:8000/appeals/{made.code}/" in letter.body


def test_the_way_to_the_reply_is_told(appeal: Appeal, city: Any) -> None:
    order, unit = appeal.work_order, city.office.pk
    intake.accept(order, service=city.lights, urgency="general", **by(Role.OPERATOR))
    assert deliver() == []
    dispatch.assign(order, unit=city.office, **by(Role.DISPATCHER))
    assert ["given to the unit" in subject for subject in deliver()] == [True]
    handling.sign(order, **by(Role.HANDLER, unit))
    handling.start(order, contacted=True, **by(Role.HANDLER, unit))
    said = "The lamp was replaced this morning."
    reply.send(order, text=said, outcome="resolved", **by(Role.HANDLER, unit))
    assert ["has replied" in subject for subject in deliver()] == [True]
    assert said in mail.outbox[0].body


def test_the_explanation_is_told_with_the_refusal(appeal: Appeal) -> None:
    why = "The river belongs to the neighbouring county."
    order = appeal.work_order
    declining.propose(order, ground="no_duty", explanation=why, **by(Role.OPERATOR))
    deliver()
    assert why not in "".join(letter.body for letter in mail.outbox)
    second = Actor("staff", frozenset({(Role.REVIEWER, None)}), person_id=2)
    declining.confirm(order, actor=second, now=NOW)
    deliver()
    assert why in mail.outbox[0].body


def test_who_must_be_protected_gets_no_word_that_others_could_read(
    receive: Callable[..., Appeal],
) -> None:
    made = receive(email="ann@example.org", secrecy="confidential")
    assert deliver() == ["News for you"]
    letter = mail.outbox[0].subject + mail.outbox[0].body
    assert made.code not in letter
    assert made.first_work_order.number not in letter


def test_the_letter_is_in_the_language_of_the_appeal(receive: Callable[..., Appeal]) -> None:
    with translation.override("zh-hans"):
        receive(email="ann@example.org")
    (subject,) = deliver()
    assert "您的诉求" in subject


def test_nobody_is_told_twice_when_a_delivery_comes_again(appeal: Appeal) -> None:
    entry = Delivery.objects.create(
        log_id=Told.objects.get().log_id, subscriber="appellants", due_at=NOW
    )
    assert deliver() == []
    assert not Delivery.objects.filter(pk=entry.pk).exists()


def test_a_mail_server_that_fails_is_tried_again(
    receive: Callable[..., Appeal], monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(email="ann@example.org")
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda _self: 1 / 0)
        assert deliver() == []
    waiting = Delivery.objects.get(subscriber="appellants")
    assert "ZeroDivisionError" in waiting.error
    assert not Told.objects.exists()
    waiting.due_at = NOW
    waiting.save()
    assert len(deliver()) == 1


def test_who_left_no_address_is_not_written_to(receive: Callable[..., Appeal]) -> None:
    receive(phone="13800000000")
    receive()
    assert deliver() == []
    assert not Delivery.objects.filter(subscriber="appellants").exists()


def test_letters_of_the_same_step_have_the_same_id(appeal: Appeal) -> None:
    assert appeal.pk
    told = Told.objects.get()
    Told.objects.all().delete()
    Delivery.objects.create(log_id=told.log_id, subscriber="appellants", due_at=NOW)
    deliver()
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{told.log_id}-{appeal.pk}@localhost>"
