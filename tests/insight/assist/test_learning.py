"""A classifier of services, learned from what was accepted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from jiesu.casework.assist.suggester import Matter
from jiesu.insight.assist import learning, suggestions
from jiesu.insight.storage import store

Rows = Callable[..., pa.Table]
SAID = {
    "lights": ["{}路灯不亮", "{}的路灯坏了", "{}晚上路灯全灭", "{}路灯一直闪"],
    "rubbish": ["{}垃圾成堆", "{}垃圾没人清运", "{}垃圾桶满了", "{}垃圾臭得很"],
}
PLACES = ["滨江路", "文化街", "桥头", "北园", "东湖", "解放大道"]


@pytest.fixture
def lived(db: None, own_store: Path, facts_of: Rows, texts_of: Rows) -> Path:
    """Fill the store with appeals that somebody accepted."""
    told = [
        (service, pattern.format(place))
        for service, patterns in SAID.items()
        for pattern in patterns
        for place in PLACES
    ]
    accepted = datetime(2026, 3, 2, 2, 0)  # noqa: DTZ001  (columns hold UTC without a zone)
    facts = [
        {"appeal_id": number, "service_1": "city", "service_2": service, "accepted_at": accepted}
        for number, (service, _text) in enumerate(told, start=1)
    ]
    texts = [
        {"appeal_id": number, "title": "", "text": text}
        for number, (_service, text) in enumerate(told, start=1)
    ]
    store.append(store.facts(own_store), facts_of(*facts))
    store.append(store.texts(own_store), texts_of(*texts))
    return own_store


def test_what_was_accepted_is_learned_and_proposed_with_its_words(
    lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "_FEWEST", 10)
    matter = Matter("", "学院路路灯又坏了")
    assert suggestions.services(matter) is None
    learned = learning.learn(now=datetime.now(UTC))
    assert learned == len(PLACES) * sum(map(len, SAID.values()))
    first, second = suggestions.services(matter) or ()
    assert (first.code, second.code) == ("lights", "rubbish")
    assert first.confidence > second.confidence
    assert any("路灯" in word for word in first.because)
    assert first.version.endswith(f"/{learned}")


def test_a_young_model_is_kept_and_an_old_one_made_anew(
    lived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "_FEWEST", 10)
    now = datetime.now(UTC)
    assert learning.learn(now=now)
    assert not learning.learn(now=now + timedelta(hours=1))
    assert learning.learn(now=now + timedelta(days=1))


def test_from_too_little_nothing_is_learned(lived: Path) -> None:
    assert learning.learn(now=datetime.now(UTC)) == 0
    assert not learning.model_path().exists()
