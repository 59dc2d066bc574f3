"""What was suggested and decided, as a page names it."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiesu.casework.assist.suggestions import Subject
from jiesu.casework.reading.rows import Suggestion
from jiesu.directory.lookup import choices
from jiesu.directory.models import Service, Unit, Urgency


@dataclass(frozen=True)
class Judged:
    """One decided suggestion as a page shows it."""

    suggestion: Suggestion
    name: str


def judged(decided: Iterable[Suggestion]) -> list[Judged]:
    """Name what was suggested and decided; merges stand in the history already."""
    rows = list(decided)
    names = {
        Subject.SERVICE: choices.names(Service, _values(rows, Subject.SERVICE)),
        Subject.UNIT: choices.names(Unit, _values(rows, Subject.UNIT)),
        Subject.URGENCY: {one.value: str(one.label) for one in Urgency},
    }
    named = [(one, names.get(Subject(one.subject), {}).get(one.value)) for one in rows]
    return [Judged(one, name) for one, name in named if name]


def _values(rows: Iterable[Suggestion], subject: Subject) -> list[str]:
    return [one.value for one in rows if one.subject == subject]
