"""Words are found on both databases, two-character Chinese words among them."""

from collections.abc import Callable

import pytest

from jiesu.casework.models import Appeal
from jiesu.casework.reading import search

Receive = Callable[..., Appeal]


def test_short_chinese_words_and_english_are_found_best_first(receive: Receive) -> None:
    lamp = receive("滨江路的路灯坏了")
    both = receive("滨江路路灯不亮，井盖也丢了")
    english = receive("The streetlight on Riverside Road is broken")
    assert set(search.find("路灯")) == {lamp.pk, both.pk}
    assert search.find("路灯 井盖")[0] == both.pk
    assert search.find("STREETLIGHT!") == [english.pk]
    assert search.find("") == search.find("'\" OR * --") == []


def test_signs_of_the_query_language_do_no_harm(receive: Receive) -> None:
    receive()
    for text in ('"', "a AND (b", "NEAR(路灯", "路灯*:", "\\'; DROP TABLE x", "& | !"):
        search.find(text)
    assert Appeal.objects.count() == 1


def test_the_latest_with_any_of_the_words_come_first(receive: Receive) -> None:
    made = [receive(text) for text in ("路灯坏了", "垃圾没收", "路灯不亮", "井盖丢了")]
    assert search.latest("路灯 井盖", limit=2) == [made[3].pk, made[2].pk]
    assert search.latest("", limit=2) == []


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("路燈壞了三天", "路灯坏了"),
        ("路灯坏了三天", "路燈壞了"),
        ("der Müllcontainer brennt", "mullcontainer"),
        ("near the Cafe", "Café"),
        ("ＬＥＤ 屏太亮", "led"),
        ("楼\u200b里漏\u200b水", "漏水"),
    ],
)
def test_row_58_words_are_found_however_they_are_written(
    receive: Callable[..., Appeal], said: str, asked: str
) -> None:
    appeal = receive(text=said)
    assert search.find(asked) == [appeal.pk]
