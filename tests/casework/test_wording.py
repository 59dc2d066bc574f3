"""Every code has words for each who reads it, in every language; an unknown one stays itself."""

import pytest
from django.conf import settings
from django.utils import translation

from jiesu.casework import wording
from jiesu.directory.models import Urgency
from jiesu.rules.dispatching.dispatch import Concern, ReasonCode
from jiesu.rules.grounds import DeclineGround, ExtensionGround, ObjectionGround, RedirectGround
from jiesu.rules.lifecycle import CALL, CLOSED, OPINION, TABLE, Action, State
from jiesu.rules.outcomes import CallResult, Outcome, Solved, View
from jiesu.rules.policy import SAMPLE
from jiesu.rules.roles import Role
from jiesu.rules.steps import Audience, InputKind
from jiesu.rules.tables import TABLES

LANGUAGES = [code for code, _name in settings.LANGUAGES]
GROUNDS = [*DeclineGround, *RedirectGround, *ObjectionGround, *ExtensionGround]
EVENTS = {event: told for life in TABLES.values() for event, told in life.events.items()}
CODES = {
    "state": State,
    "outcome": Outcome,
    "view": View,
    "solved": Solved,
    "result": CallResult,
    "action": Action,
    "event": EVENTS,
    "ground": GROUNDS,
    "reason": ReasonCode,
    "concern": Concern,
    "role": Role,
    "urgency": Urgency,
    "chain": TABLES,
    "basis": {one.basis for one in (SAMPLE.extensions, SAMPLE.samples, SAMPLE.calls)}
    | {one.basis for one in SAMPLE.limits.rows},
}
# Who reads of an event, by what the table says of its audience.
READERS = {
    Audience.STAFF: ["staff"],
    Audience.APPELLANT: ["staff", "appellant"],
    Audience.NOTIFIED: ["staff", "appellant", "letter"],
}
TOLD = [(event, to) for event, told in EVENTS.items() for to in READERS[told]]
FIELDS = {
    (row.action, one.name)
    for row in TABLE.values()
    for one in row.inputs
    if one not in OPINION and one.kind is not InputKind.SUGGESTIONS
} | {("opinion", one.name) for one in CALL}


def in_language(words: object, language: str) -> str:
    with translation.override(language):
        return str(words)


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_words_and_no_word_is_without_a_code(kind: str) -> None:
    assert set(wording.TABLES[kind]) == {str(code) for code in CODES[kind]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("event", "to"), TOLD)
def test_every_event_is_told_to_each_who_is_told(event: str, to: str, language: str) -> None:
    words = getattr(wording.TABLES["event"][event], to)
    assert words, f"{event} has no words for the {to}"
    said = in_language(words, language)
    assert said
    assert said.replace("{unit}", "").isascii() == (language == "en")


def test_nobody_is_told_what_the_table_keeps_from_them() -> None:
    for event, words in wording.TABLES["event"].items():
        readers = READERS[EVENTS[event]]
        assert (words.appellant is not None) <= ("appellant" in readers), event
        assert (words.letter is not None) <= ("letter" in readers), event


@pytest.mark.parametrize("state", State)
def test_every_state_tells_the_appellant_what_it_means_and_what_is_next(state: State) -> None:
    words = wording.TABLES["state"][state]
    assert words.next
    assert words.appellant or state in CLOSED  # what is closed says what came of it


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_word_is_said_in_every_language(language: str) -> None:
    for kind, table in wording.TABLES.items():
        for code, words in table.items():
            for said in filter(None, words):
                latin = in_language(said, language).replace("ü", "u").isascii()
                assert latin == (language == "en") or str(said) == "Open311", (kind, code)


@pytest.mark.parametrize(("action", "name"), sorted(FIELDS))
def test_every_field_of_a_step_has_a_label(action: str, name: str) -> None:
    assert wording.label(action, name) != name


@pytest.mark.parametrize("kind", wording.TABLES)
def test_a_code_nobody_wrote_words_for_is_shown_as_it_is(kind: str) -> None:
    assert wording.say(kind, "of_tomorrow") == "of_tomorrow"
