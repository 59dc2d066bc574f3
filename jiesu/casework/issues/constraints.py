"""What decisions about groups add up to: a later one overrules what an earlier one said."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from jiesu.casework.models import GroupDecision

_Kind = GroupDecision.Kind


@dataclass
class Constraints:
    """What people decided, for the next run of mining; all are ids of appeals.

    Each of `together` stays one group, and they share no appeal; no id of the first half of a pair
    in `apart` joins one of the second; no pair in a set is apart. `dismissed` are shown no more.
    """

    together: list[list[int]] = field(default_factory=list)
    apart: list[tuple[list[int], list[int]]] = field(default_factory=list)
    dismissed: list[list[int]] = field(default_factory=list)

    def join(self, members: Iterable[int]) -> None:
        """Take in that `members` are one problem, whatever parted them before."""
        touching = [one for one in self.together if set(one) & set(members)]
        united = set(members).union(*touching)
        self.together = [one for one in self.together if one not in touching] + [sorted(united)]
        self.apart = [rest for pair in self.apart for rest in _without(pair, united)]

    def part(self, stay: Iterable[int], leave: Iterable[int]) -> None:
        """Take in that the two are not one problem, whatever joined them before."""
        staying, leaving = set(stay), set(leave) - set(stay)
        self.together = [
            sorted(part) for one in self.together for part in _halves(set(one), staying, leaving)
        ]
        self.apart.append((sorted(staying), sorted(leaving)))


def added_up(decisions: Iterable[GroupDecision]) -> Constraints:
    """Add up decisions, the oldest first."""
    found = Constraints()
    for one in decisions:
        if one.kind in {_Kind.CONFIRM, _Kind.MERGE}:
            found.join(one.members)
        elif one.kind == _Kind.SPLIT:
            found.part(one.members, one.apart)
        else:
            found.dismissed.append(one.members)
    return found


def _halves(one: set[int], staying: set[int], leaving: set[int]) -> list[set[int]]:
    """Give a set in two where some of it stays and some leaves."""
    return [one - leaving, one & leaving] if one & staying and one & leaving else [one]


def _without(
    pair: tuple[list[int], list[int]], united: set[int]
) -> list[tuple[list[int], list[int]]]:
    """Give what is left of a pair of halves when nothing in `united` is apart any more."""
    stay, leave = map(set, pair)
    parts = ((stay - united, leave), (stay & united, leave - united))
    return [(sorted(one), sorted(other)) for one, other in parts if one and other]
