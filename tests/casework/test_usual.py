"""What like words turned out to be about."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.assist import precedents
from jiesu.casework.models import Appeal
from jiesu.casework.reading.gate import PUBLIC
from jiesu.casework.stages import intake
from jiesu.directory.models import Service
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City


def test_accepted_appeals_vote_with_the_words_they_share(
    receive: Callable[..., Appeal], city: "City", now: datetime
) -> None:
    rubbish = Service(code="rubbish", names={"zh-hans": "垃圾"}, urgency="general")
    rubbish.place_under(None)
    rubbish.save()
    told = [
        ("桥头路灯不亮", city.lights),
        ("桥头路灯全灭了", city.lights),
        ("桥头垃圾成堆", rubbish),
    ]
    for text, service in told:
        intake.accept(
            receive(text=text).work_order,
            service=service,
            urgency="general",
            actor=city.staff(Role.OPERATOR),
            now=now,
        )
    receive(text="桥头路灯闪烁")  # nobody has judged it yet
    found = precedents.services("桥头的路灯又不亮了", actor=PUBLIC)
    assert [one.code for one in found] == ["lights", "rubbish"]
    assert sum(one.share for one in found) == pytest.approx(1)
    assert [one.count for one in found] == [2, 1]
    assert precedents.services("鲸鱼搁浅", actor=PUBLIC) == []
