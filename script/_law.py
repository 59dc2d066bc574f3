"""What the law says in the reference: tables and the drawing, made from `jiesu/rules`.

A page marks a part by `<!-- generated: NAME -->` and `<!-- end -->`; a build of the documentation
fills it, and the words around it are written by hand.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

import polib
from django.utils import translation

from jiesu.casework.wording import Words
from jiesu.casework.wording.codes import ROLES
from jiesu.casework.wording.states import STATES
from jiesu.casework.wording.steps import ACTIONS
from jiesu.rules.dispatching.priority import SAMPLE_WORDS, Urgency
from jiesu.rules.lifecycle import TABLE, State
from jiesu.rules.measuring.measures import MEASURES
from jiesu.rules.policy import SAMPLE
from jiesu.rules.roles import KEPT_APART
from jiesu.rules.timing.deadlines import TimeLimit, Unit, due
from script._life_cycle import draw
from tests.rules.china import CHINA, SHANGHAI

_CATALOGUES = Path(__file__).parent.parent.joinpath("jiesu").glob("**/zh_Hans/**/django.po")
_PART = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)

# Start and limit of each worked example, each of which shows one rule.
_EXAMPLES = (
    ("2025-01-28 23:30", TimeLimit(2, Unit.HOURS), "hours run at once, on any day"),
    ("2025-03-03 10:00", TimeLimit(7, Unit.DAYS), "days start the day after and end at 24:00"),
    ("2025-01-24 10:00", TimeLimit(7, Unit.DAYS), "a last day off moves to the next workday"),
    ("2025-01-24 10:00", TimeLimit(2, Unit.DAYS), "a made-up Sunday is a workday: no move"),
    ("2025-01-24 10:00", TimeLimit(5, Unit.WORKING_DAYS), "26 January counts, eight days do not"),
    ("2026-02-13 17:00", TimeLimit(2, Unit.WORKING_DAYS), "over nine days of Spring Festival"),
    ("2026-02-13 17:00", TimeLimit(2, Unit.WORKING_HOURS), "on into a made-up Saturday"),
    ("2025-03-03 12:00", TimeLimit(24, Unit.WORKING_HOURS), "a full day ends at its close"),
)


def filled(page: str) -> str:
    """Give a page with its parts as the law has them now."""
    return _PART.sub(_fill, page)


def drawing() -> str:
    """Give the life cycle as an SVG."""
    return draw({state: (state.value, _both(STATES[state])[1]) for state in State})


def _fill(part: re.Match[str]) -> str:
    return f"{part[1]}{PARTS[part[2]]()}\n{part[3]}"


@cache
def _catalogue() -> dict[str, str]:
    return {one.msgid: one.msgstr for path in _CATALOGUES for one in polib.pofile(str(path))}


def _both(label: object) -> tuple[str, str]:
    """Give the English and the Chinese words that pages show."""
    with translation.override(None):
        english = str(label.staff if isinstance(label, Words) else label)
    return english, _catalogue()[english]


def _steps() -> str:
    rows = (
        (
            f"{before} {_both(STATES[before])[1]}",
            f"**{action}** {_both(ACTIONS[action])[1]}",
            ", ".join(sorted(rule.roles)),
            f"{rule.to} {_both(STATES[rule.to])[1]}",
            f"`{rule.event}`",
        )
        for (before, action), rule in TABLE.items()
    )
    return _table(("state", "action", "by", "then", "event"), rows)


def _kept_apart() -> str:
    rows = (
        (one, other, "、".join(_both(ROLES[role])[1] for role in (one, other)))
        for one, other in KEPT_APART
    )
    return _table(("one", "other", "中文"), rows)


def _measures() -> str:
    rows = (
        (
            f"{one.en}<br>{one.zh}<br>`{code}`",
            f"{one.counted.en}<br>{one.counted.zh}",
            f"{one.among.en}<br>{one.among.zh}",
            one.source,
        )
        for code, one in MEASURES.items()
    )
    return _table(("measure", "how many of these …", "… among these", "source"), rows)


def _worked_examples() -> str:
    def row(start: str, limit: TimeLimit, why: str) -> tuple[str, ...]:
        begun = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
        end = due(begun, limit, CHINA).astimezone(SHANGHAI)
        return f"{begun:%a %Y-%m-%d %H:%M}", _limit(limit), f"{end:%a %Y-%m-%d %H:%M}", why

    rows = (row(*example) for example in _EXAMPLES)
    return _table(("begins", "limit", "due", "shows"), rows)


def _limits() -> str:
    times: dict[str, dict[str, str]] = {}
    for one in SAMPLE.limits.rows:
        times.setdefault(one.stage, {})[one.urgency] = _limit(one.time)
    head = ("stage", *(f"`{urgency}` {_both(urgency)[1]}" for urgency in Urgency), "basis")
    bases = {one.stage: one.basis for one in SAMPLE.limits.rows}
    rows = ((f"`{stage}`", *row.values(), bases[stage]) for stage, row in times.items())
    return _table(head, rows)


def _words() -> str:
    rows = (
        ("danger: an emergency, and the line to call", SAMPLE_WORDS.danger),
        ("supply cut off: urgent at least", SAMPLE_WORDS.supply),
        ("vulnerable people: shown, moves nothing", SAMPLE_WORDS.vulnerable),
    )
    return _table(("what it means", "words"), ((what, "、".join(words)) for what, words in rows))


def _numbers() -> str:
    extensions, uploads, texts = SAMPLE.extensions, SAMPLE.uploads, SAMPLE.texts
    rows = [
        ("extensions of one deadline", str(extensions.times), extensions.basis),
        ("one extension", _limit(extensions.each), extensions.basis),
        ("cases that a rate needs to be compared", str(SAMPLE.samples.least), SAMPLE.samples.basis),
        ('calls in vain before "unreachable"', str(SAMPLE.calls.attempts), SAMPLE.calls.basis),
        ("hours between two such calls", str(SAMPLE.calls.apart), SAMPLE.calls.basis),
        ("photos at once", str(uploads.photos), "fixed: what a server takes"),
        ("one photo", f"{uploads.megabytes} MB", "fixed: what a server takes"),
        ("a text", f"{texts.text} characters", "fixed: as wide as the columns"),
        ("a place or basis in words", f"{texts.place} characters", "fixed: as wide as the columns"),
        ("a title, name or address", f"{texts.line} characters", "fixed: as wide as the columns"),
    ]
    return _table(("number", "sample", "basis"), rows)


def _limit(limit: TimeLimit) -> str:
    return f"{limit.amount} {limit.unit.replace('_', ' ')}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


PARTS: dict[str, Callable[[], str]] = {
    "steps": _steps,
    "kept-apart": _kept_apart,
    "measures": _measures,
    "worked-examples": _worked_examples,
    "limits": _limits,
    "words": _words,
    "numbers": _numbers,
}
