"""Every page that a link leads to opens, for everybody on the staff and for nobody, in Chinese."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from jiesu.casework.models import Appeal
from jiesu.casework.stages import dispatch, handling, intake, reply
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.models import Area, DutyItem, Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Outcome
from jiesu.rules.roles import STAFF_ROLES, Role

HEADERS = {"accept-language": "zh-CN"}
OF_A_UNIT = {Role.HANDLER, Role.UNIT_HEAD}
# Of pages whose addresses differ only in a number or in what is asked, so many are opened.
ALIKE = 3
NO_PAGES = re.compile(r"^/(static|photos|files|language|theme|areas|open311)/|logout")
# Names, codes and marks that a Chinese page leaves as they are.
ALLOWED = re.compile(
    r"English|Jiesu|GPS|JPEG|PNG|WebP|HEIC|TOTP|CSV|XLSX|GeoJSON|Parquet|Open311|Enter|Ctrl|Alt"
    r"|jiesu verify|[0-9a-f]{64}|[0-9A-Z]{4}(-[0-9A-Z]{4})+|Esc|Shift|Tab|UTF-8|GB18030|https?://\S+|\S+@\S+"
)
WORD = re.compile(r"[A-Za-z]{3,}")


class Reader(HTMLParser):
    """Collect the links of a page and what it says in the reader's language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.texts: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        spoken = ("aria-label", "placeholder", "title", "alt")
        self.texts += [given[name] for name in spoken if name in given]
        self._silent += tag in {"script", "style", "code", "kbd"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code", "kbd"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)

    @property
    def foreign(self) -> list[str]:
        """Give the texts with a word that is not Chinese."""
        return [text.strip() for text in self.texts if WORD.search(ALLOWED.sub("", text))]


def everything(client: Client, start: str) -> tuple[set[str], list[str]]:
    """Follow links from `start`; give the addresses opened and what was wrong with them."""
    waiting, seen, wrong, alike = [start], {start}, [], Counter[str]()
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow=True, headers=HEADERS)
        if answer.status_code != 200:
            wrong.append(f"{address}: {answer.status_code}")
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = Reader(answer.text)
        wrong += [f"{address}: {text!r}" for text in page.foreign]
        for link in page.links:
            target = urljoin(answer.request["PATH_INFO"], link.split("#")[0])
            kind = re.sub(r"\d+|=[^&]*", "*", target)
            inside = not any(urlsplit(target)[:2]) and not NO_PAGES.search(target)
            if inside and target not in seen and alike[kind] < ALIKE:
                alike[kind] += 1
                seen.add(target)
                waiting.append(target)
    return seen, wrong


@pytest.fixture
def town(db: None) -> Unit:
    """One street, one service, one unit; nothing in it has an English name."""
    ring = [[110, 30], [111, 30], [111, 31], [110, 31], [110, 30]]
    Area.objects.create(
        code="1",
        names={"zh-hans": "江边街道"},
        path="/1/",
        level="street",
        geometry={"type": "Polygon", "coordinates": [ring]},
        lat=30.5,
        lon=110.5,
    )
    lights = Service.objects.create(
        code="11", names={"zh-hans": "路灯"}, path="/11/", urgency="general"
    )
    office = Unit.objects.create(code="21", names={"zh-hans": "江边街道办"}, level="street")
    DutyItem.objects.create(
        service=lights, kind="basic", lead_unit=office, basis="清单", valid_from=date(2025, 1, 1)
    )
    return office


@pytest.fixture
def appeals(town: Unit) -> list[Appeal]:
    """One appeal waits for acceptance, one lies with the unit, one has its reply."""
    now = timezone.now()
    staff = Actor("staff", frozenset((role, None) for role in STAFF_ROLES))
    unit = Actor("staff", frozenset({(Role.HANDLER, town.pk)}))
    made = [
        intake.receive(
            Submission(
                text=f"滨江路第{number}盏路灯坏了，晚上很黑",
                channel="portal",
                idempotency_key=f"of-this-test-{number}",
                lat=30.5,
                lon=110.5,
                name="王芳",
                phone="13800138000",
            ),
            actor=Actor.resident(),
            now=now,
        )
        for number in range(3)
    ]
    lights = Service.objects.get(code="11")
    for appeal in made[1:]:
        order = appeal.work_order
        intake.accept(order, service=lights, urgency="general", actor=staff, now=now)
        dispatch.assign(order, unit=town, actor=staff, now=now)
        handling.sign(order, actor=unit, now=now)
        handling.start(order, contacted=True, actor=unit, now=now)
    words = {"text": "电箱跳闸，已经换好空气开关，全部修复。", "basis": "城市照明管理规定"}
    reply.send(made[2].work_order, **words, outcome=Outcome.RESOLVED, actor=unit, now=now)
    return made


def test_a_resident_can_open_every_page(appeals: list[Appeal]) -> None:
    client = Client()
    opened, wrong = everything(client, "/")
    followed, more = everything(client, f"/appeals/{appeals[2].code}/")
    assert wrong + more == []
    assert len(opened | followed) > 4


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_staff_can_open_every_page_they_are_shown(
    appeals: list[Appeal], town: Unit, signed_in: Callable[..., Client], role: Role
) -> None:
    client = signed_in("张三", role, unit=town if role in OF_A_UNIT else None)
    opened, wrong = everything(client, "/staff/")
    assert wrong == []
    assert len(opened) > 3
