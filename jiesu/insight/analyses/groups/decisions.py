"""What people decided about groups, as pairs of appeals that mining holds to."""

from itertools import pairwise, product

from jiesu.insight.storage.engine import Decisions

Pairs = list[tuple[str, str]]


def pairs(decisions: Decisions) -> tuple[Pairs, Pairs]:
    """Give the pairs that are the same, each set as a chain, and those that are apart."""
    same = [pair for members in decisions.together for pair in pairwise(sorted(members))]
    apart = [pair for stay, leave in decisions.apart for pair in product(stay, leave)]
    return _names(same), _names(apart)


def _names(found: list[tuple[int, int]]) -> Pairs:
    return [(str(one), str(other)) for one, other in found if one != other]
