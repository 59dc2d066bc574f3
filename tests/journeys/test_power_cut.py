"""The server and the worker are killed without warning: what was acknowledged is there, once."""

import json
import random
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from tests import city
from tests.journeys.program import JIESU, Program, free_port

SENDERS, EACH, KILLS = 4, 25, 3


@pytest.fixture
def fragile(tmp_path: Path, program: Program) -> Iterator[Program]:
    """Give a program of its own that a test may kill, on the same database where that is shared."""
    if program.env["JIESU_DATABASE"]:
        yield program
        return
    made = Program(tmp_path, free_port(), program.env | {"JIESU_DATA": str(tmp_path)})
    city.write(tmp_path / "city")
    made.run("directory", "import", str(tmp_path / "city"))
    yield made
    for name in list(made.processes):
        made.kill(name)


class Sender(threading.Thread):
    """An app that reports, and reports again with the same key until it is answered."""

    def __init__(self, program: Program, key: str, number: int) -> None:
        super().__init__()
        self.program, self.key, self.number = program, key, number
        self.acknowledged: dict[str, str] = {}

    def run(self) -> None:
        for count in range(EACH):
            name = f"sender-{self.number}-{count}"
            while name not in self.acknowledged:
                try:
                    self.acknowledged[name] = self._send(name)
                except (OSError, HTTPException):
                    time.sleep(0.05)

    def _send(self, name: str) -> str:
        fields = {
            "api_key": self.key,
            "service_code": "lights",
            "lat": "30.12",
            "long": "110.12",
            "description": f"路灯不亮 {name}",
        }
        request = urllib.request.Request(  # noqa: S310  (own address)
            f"{self.program.url}/open311/v2/requests.json",
            data=urllib.parse.urlencode(fields).encode(),
            headers={"Idempotency-Key": f"power-cut-{name}"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  (own address)
            code: str = json.load(answer)[0]["tracking_code"]
            return code


def test_what_was_acknowledged_survives_and_is_there_once(fragile: Program) -> None:
    key = fragile.run("key", "new", "power cut", "--channel", "open311").split()[-1]
    fragile.kill("serve")
    fragile.serve()
    senders = [Sender(fragile, key, number) for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    for _kill in range(KILLS):
        fragile.start("work", "work")
        time.sleep(random.uniform(0.5, 1.5))  # noqa: S311  (a moment nobody chose)
        fragile.kill("serve")
        fragile.kill("work")
        fragile.serve()
    for sender in senders:
        sender.join()
    acknowledged = {name: code for s in senders for name, code in s.acknowledged.items()}
    assert len(set(acknowledged.values())) == SENDERS * EACH
    counted = ask(fragile, "Appeal.objects.filter(text__contains='路灯不亮 sender-').count()")
    assert counted == str(SENDERS * EACH)
    assert ask(fragile, f"{LATER} and Delivery.objects.count()") == "0"
    assert "The log holds" in fragile.run("verify")


# The claims of a killed worker run out; then another one tells what it had not told.
LATER = """[
    outbox.deliver_due(now=timezone.now() + timedelta(minutes=6 * (turn + 1))) for turn in range(9)
]"""

DISPATCH = """
import django; django.setup()
from django.utils import timezone
from jiesu.casework.stages import dispatch, intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.casework.models import WorkOrder
from jiesu.directory.models import Person, Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
person, _made = Person.objects.get_or_create(username="killed")
actor = Actor("staff", frozenset([(Role.OPERATOR, None), (Role.DISPATCHER, None)]), person.pk)
now, office = timezone.now(), Unit.objects.get(code="office")
lights = Service.objects.get(code="lights")
for number in range(10_000):
    said = Submission(text="路灯坏了", channel="phone", idempotency_key=f"{now}-{number}",
                      lat=30.1, lon=110.1)
    order = intake.receive(said, actor=actor, now=now).work_order
    intake.accept(order, service=lights, urgency="general", actor=actor, now=now)
    dispatch.assign(order, unit=office, reason="就近", actor=actor, now=now)
    print("one done", flush=True)
"""

HALF_DONE = """[
    order.pk for order in WorkOrder.objects.filter(appeals__channel="phone")
    if not {
        "registered": lambda o: o.version == 1 and o.deadlines.count() == 1,
        "accepted": lambda o: o.version == 2 and o.deadlines.count() == 2,
        "dispatched": lambda o: o.version == 3 and o.lead_unit and o.deadlines.count() == 5,
    }[order.state](order)
]"""


def test_a_killed_dispatch_is_done_or_was_never_begun(fragile: Program) -> None:
    for _kill in range(KILLS):
        with python(fragile, DISPATCH) as process:
            assert process.stdout
            assert process.stdout.readline() == b"one done\n"
            time.sleep(random.uniform(0.1, 1.0))  # noqa: S311  (a moment nobody chose)
            process.kill()
    assert int(ask(fragile, "WorkOrder.objects.filter(state='dispatched').count()")) > 0
    assert ask(fragile, HALF_DONE) == "[]"
    assert "The log holds" in fragile.run("verify")


def python(program: Program, script: str) -> subprocess.Popen[bytes]:
    """Start a program of its own with the rooms of Jiesu."""
    command = [str(JIESU.parent / "python"), "-c", script]
    return subprocess.Popen(command, env=program.env, stdout=subprocess.PIPE)


def ask(program: Program, expression: str) -> str:
    """Ask the database what it holds, from outside."""
    script = (
        "import django; django.setup()\n"
        "from datetime import timedelta\n"
        "from django.utils import timezone\n"
        "from jiesu.casework.ledger import outbox\n"
        "from jiesu.casework.models import Appeal, Delivery, WorkOrder\n"
        f"print({expression})"
    )
    command = [str(JIESU.parent / "python"), "-c", script]
    done = subprocess.run(command, env=program.env, capture_output=True, text=True, check=True)
    return done.stdout.strip()
