"""Like work orders without the think tank: by shared words and distance."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from jiesu import insight
from jiesu.casework import finding
from jiesu.casework.models import Appeal
from jiesu.directory.people import Actor
from jiesu.insight import earlier, extract, store, suggestions
from jiesu.rules.roles import Role
from jiesu.web.desk import similar
from jiesu.web.desk.similar import Matter

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

Receive = Callable[..., Appeal]
DESK = Actor("staff", frozenset({(Role.OPERATOR, None)}), person_id=1)


@pytest.fixture(params=["not installed", "not ready"])
def without(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "not installed":
        monkeypatch.setattr(insight, "INSTALLED", False)
    else:
        monkeypatch.setattr(suggestions, "ready", lambda: False)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.mark.usefixtures("without")
def test_shared_words_and_distance_judge(city: "City", receive: Receive, now: datetime) -> None:
    near = receive(text="滨江路的路灯坏了三天")
    far = receive(text="滨江路的路灯坏了", lat=30.4, lon=110.4)
    receive(text="菜市场的鱼不新鲜", lat=30.4, lon=110.4)
    found = similar.find(Matter("滨江路路灯坏了", "", 30.1, 110.1), actor=DESK, now=now)
    assert [one.appeal for one in found] == [near, far]
    assert found[0].metres == 0
    assert "路灯坏了" in found[0].words
    assert found[0].likeness > found[1].likeness >= 0.3


@pytest.mark.usefixtures("without")
def test_a_work_order_is_not_like_itself(city: "City", receive: Receive, now: datetime) -> None:
    appeal = receive()
    matter = similar.matter_of(appeal)
    assert similar.find(matter, actor=DESK, now=now, but=appeal.work_order) == []


def test_the_think_tank_judges_where_it_is_ready(
    city: "City", receive: Receive, now: datetime
) -> None:
    appeal = receive(text="凯旋小区七号楼从昨晚停电到现在")
    [found] = similar.find(Matter("凯旋小区七号楼停电了"), actor=DESK, now=now)
    assert (found.appeal, found.method) == (appeal, suggestions.ALIKE_VERSION)


def test_beside_the_form_stands_what_the_kept_index_finds(
    city: "City", receive: Receive, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORE = tmp_path
    appeal = receive(text="凯旋小区七号楼从昨晚停电到现在")
    rows = Appeal.objects.select_related("work_order")
    facts, texts = extract.extract(list(rows))
    store.append(store.texts(tmp_path), texts)
    store.append(store.facts(tmp_path), facts)
    earlier.keep_up(now=timezone.now())
    monkeypatch.setattr(finding, "open_texts", lambda **_asked: [])  # all comes from the index
    typed = {"text": "凯旋小区七号楼停电了"}
    page = city.staff[Role.OPERATOR].post("/desk/intake/beside/", typed)
    assert f"merge:{appeal.work_order_id}" in page.text
    assert city.staff[Role.HANDLER].post("/desk/intake/beside/", typed).status_code == 403
