"""What appeals in like words turned out to be about: a first proposal that needs no model."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log

from jiesu.casework.reading import gate, search
from jiesu.directory.people import Actor

METHOD = "usual-words-1"  # the version that is kept with every proposal
_VOTERS, _COUNTED = 1000, 20  # appeals asked for a likely service, and those that then count


@dataclass(frozen=True)
class Usual:
    """A service, its share of the votes (0 to 1, no probability) and how many appeals cast them."""

    code: str
    share: float
    count: int


def services(text: str, *, actor: Actor) -> list[Usual]:
    """Give the services that like words turned out to be about, the likeliest first.

    The latest appeals with any of the words, of those that the actor may see, vote, each with the
    words it shares, rare ones most.
    """
    rows = (
        gate.appeals(actor=actor)
        .filter(
            pk__in=search.latest(text, limit=_VOTERS),
            work_order__accepted_at__isnull=False,
            work_order__service__isnull=False,
        )
        .values_list("words", "work_order__service__code")
    )
    asked = frozenset(search.words(text).split())
    return _counted(_votes([(asked.intersection(words.split()), code) for words, code in rows]))


def _votes(voters: list[tuple[frozenset[str], str]]) -> list[tuple[float, str]]:
    """Give the strongest votes for a service's code, by the words that each voter shares."""
    spread = Counter(word for shared, _code in voters for word in shared)
    weight = {word: log(1 + len(voters) / count) for word, count in spread.items()}
    votes = sorted((sum(weight[word] for word in shared), code) for shared, code in voters)
    return votes[-_COUNTED:]


def _counted(votes: list[tuple[float, str]]) -> list[Usual]:
    sums: defaultdict[str, float] = defaultdict(float)
    for vote, code in votes:
        sums[code] += vote
    counts, total = Counter(code for _vote, code in votes), sum(sums.values())
    found = [Usual(code, sums[code] / total, counts[code]) for code in sums if total]
    return sorted(found, key=lambda one: one.share, reverse=True)
