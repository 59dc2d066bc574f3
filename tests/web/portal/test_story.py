"""The story an appellant reads has a sentence for all that may happen."""

from django.utils import translation

from jiesu.casework import queries
from jiesu.casework.events import EVENTS
from jiesu.rules.lifecycle import State
from jiesu.web.portal import story


def test_every_event_an_appellant_may_see_has_a_sentence() -> None:
    assert set(story._SENTENCES) >= EVENTS - queries._STAFF_ONLY
    assert set(story._SENTENCES) <= EVENTS


def test_every_state_says_what_is_next() -> None:
    assert set(story._NEXT) == set(State)


def test_every_sentence_is_told_in_chinese() -> None:
    for sentence in [*story._SENTENCES.values(), *story._NEXT.values()]:
        with translation.override("zh-hans"):
            assert not str(sentence).replace("{unit}", "").isascii()
