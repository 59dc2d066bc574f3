"""One appellant who cannot be told holds nobody else up, at a mail server that answers for real."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jiesu.casework.ledger import outbox
from jiesu.casework.models import Appeal, Delivery
from jiesu.casework.stages import dispatch, intake, merging
from jiesu.channels.models import Told
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role


class Postbox(socketserver.ThreadingTCPServer):
    """As much of a mail server as a sender needs; it answers some recipients otherwise."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.answers: dict[str, str] = {}
        self.taken: list[str] = []
        self.asked: list[str] = []


class Talk(socketserver.StreamRequestHandler):
    """One call of a sender (RFC 5321)."""

    def handle(self) -> None:
        self.say("220 here")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line.split("<")[1].split(">")[0]
                self.server.asked.append(recipient)  # type: ignore[attr-defined]  # a Postbox
                self.say(self.server.answers.get(recipient, "250 ok"))  # type: ignore[attr-defined]  # as above
            elif verb == "DATA":
                self.say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                self.server.taken.append(recipient)  # type: ignore[attr-defined]  # as above
                self.say("250 ok")
            else:
                self.say("221 bye" if verb == "QUIT" else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with Postbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()


@pytest.fixture
def joint(receive: Callable[..., Appeal], city: Any) -> Appeal:
    """Give one order with three reporters; the receipt is told already."""
    ann, bob, cem = (receive(email=f"{name}@example.org") for name in ("ann", "bob", "cem"))
    Delivery.objects.all().delete()
    now = datetime.now(UTC)
    desk = Actor("staff", frozenset({(Role.OPERATOR, None), (Role.DISPATCHER, None)}))
    intake.accept(ann.work_order, service=city.lights, urgency="general", actor=desk, now=now)
    for other in (bob, cem):
        merging.merge(
            other.work_order, into=ann.work_order, because="same lamp", actor=desk, now=now
        )
    Delivery.objects.all().delete()
    dispatch.assign(ann.work_order, unit=city.office, actor=desk, now=now)
    return ann


def work(*, hours: float = 0.001) -> None:
    """Make the worker's round of deliveries, until nothing is due."""
    while outbox.deliver_due(now=datetime.now(UTC) + timedelta(hours=hours)):
        pass


@pytest.mark.parametrize("refused", ["ann", "bob", "cem"])
def test_row_39_one_mailbox_that_refuses_for_good_holds_nobody_up(
    joint: Appeal, postbox: Postbox, refused: str
) -> None:
    postbox.answers = {f"{refused}@example.org": "550 no such user"}
    work()
    others = {"ann", "bob", "cem"} - {refused}
    assert set(postbox.taken) == {f"{name}@example.org" for name in others}
    assert [told.refusal for told in Told.objects.exclude(refusal="")] == ["550"]
    assert not Delivery.objects.filter(subscriber="appellants").exists()
    work(hours=9)
    assert postbox.asked.count(f"{refused}@example.org") == 1, "a refusal for good is final"
    assert joint.pk


def test_row_39_one_who_is_busy_is_tried_again_alone(joint: Appeal, postbox: Postbox) -> None:
    postbox.answers = {"bob@example.org": "451 come back later"}
    work()
    assert sorted(postbox.taken) == ["ann@example.org", "cem@example.org"]
    waiting = Delivery.objects.get(subscriber="appellants")
    assert "@" not in waiting.error, "an address stands in no log"
    postbox.answers = {}
    work(hours=1)
    assert postbox.taken[2:] == ["bob@example.org"]
    assert not Delivery.objects.filter(pk=waiting.pk).exists()
    assert joint.pk


def test_row_39_our_own_refused_sign_in_is_nobodys_refusal(joint: Appeal, postbox: Postbox) -> None:
    postbox.answers = {"bob@example.org": "530 authentication required"}
    work()
    assert not Told.objects.exclude(refusal="").exists()
    assert Delivery.objects.filter(subscriber="appellants").exists()
    assert joint.pk
