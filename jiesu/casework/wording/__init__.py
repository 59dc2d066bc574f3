"""The words of every code, once, for each who reads them: staff, appellants, letters.

Pages, programs' interfaces, letters and the reference read them here. A code that nobody has
written words for (an older or a newer version's) is shown as itself and never stops a page.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from jiesu.casework.wording import codes, fields, outcomes, states, steps
from jiesu.casework.wording.words import Text, Words

Reader = Literal["staff", "appellant", "letter", "next"]

TABLES: Mapping[str, Mapping[str, Words]] = {
    "state": states.STATES,
    "outcome": outcomes.OUTCOMES,
    "view": outcomes.VIEWS,
    "solved": outcomes.SOLVED,
    "result": outcomes.CALL_RESULTS,
    "action": steps.ACTIONS,
    "event": steps.EVENTS,
    "ground": codes.GROUNDS,
    "reason": codes.REASONS,
    "concern": codes.CONCERNS,
    "channel": codes.CHANNELS,
    "role": codes.ROLES,
    "urgency": codes.URGENCIES,
    "chain": codes.CHAINS,
    "basis": codes.BASES,
    "field": fields.FIELDS,
}


def say(kind: str, code: str, to: Reader = "staff") -> str:
    """Give the words of a code; the code itself where there are none."""
    return str(_words(kind, code, to))


def choices(kind: str, chosen: Iterable[str], to: Reader = "staff") -> list[tuple[str, Text]]:
    """Give codes with their words, for a field that offers them in whatever language is read."""
    return [(str(code), _words(kind, code, to)) for code in chosen]


def _words(kind: str, code: str, to: Reader) -> Text:
    words = TABLES[kind].get(code)
    if words is None:
        return str(code)
    chosen: Text | None = getattr(words, to)
    return words.staff if chosen is None else chosen


def label(action: str, name: str, to: Reader = "staff") -> Text:
    """Name a field of a step, in whatever language is read."""
    own = f"{action}.{name}"
    return _words("field", own if own in fields.FIELDS else name, to)


def help_for(action: str, name: str, reader: str | None) -> Text:
    """Say what helps to fill a field in, or who will read it; empty where nothing needs saying."""
    helped = fields.HELP.get(f"{action}.{name}", fields.HELP.get(name))
    if helped is None:
        helped = fields.READERS[reader] if reader else ""
    return helped


__all__ = ["TABLES", "Text", "Words", "choices", "help_for", "label", "say"]
