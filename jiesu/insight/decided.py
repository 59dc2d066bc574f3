"""Groups as people decided them, laid over groups as a machine found them.

Decisions name appeals and not the numbers of a run, so they hold for every later run, with whatever
members it adds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

Groups = Mapping[int, int]  # appeal → group


def apply(
    found: Groups,
    *,
    together: Iterable[list[int]] = (),
    apart: Iterable[tuple[list[int], list[int]]] = (),
) -> dict[int, int]:
    """Give every appeal of `found`, and every one decided about, its group.

    A set `together` is one group, and what the machine groups with it joins it. Of a pair in
    `apart` the second half leaves the group of the first. A group bears its least appeal's number.
    """
    sets = _joined(together)
    label = dict(found) | {one: number for number, members in sets.items() for one in members}
    _follow(found, label, sets)
    for stay, leave in apart:
        _part(label, stay, leave)
    return _numbered(label)


def alone(groups: Groups) -> set[int]:
    """Give the appeals whose group has no other member."""
    size = Counter(groups.values())
    return {one for one, group in groups.items() if size[group] == 1}


def dismissed(groups: Groups, sets: Iterable[list[int]]) -> set[int]:
    """Give the groups of which half or more was dismissed at once; one that doubled is new."""
    size = Counter(groups.values())
    found = set()
    for members in sets:
        among = Counter(groups[one] for one in members if one in groups)
        found |= {group for group, count in among.items() if 2 * count >= size[group]}
    return found


def _joined(sets: Iterable[list[int]]) -> dict[int, set[int]]:
    """Unite sets that share an appeal; negative numbers keep them apart from found groups."""
    united: list[set[int]] = []
    for members in map(set, sets):
        touching = [one for one in united if one & members]
        united = [one for one in united if not one & members]
        united.append(members.union(*touching))
    return {-number: members for number, members in enumerate(united, start=1)}


def _follow(found: Groups, label: dict[int, int], sets: Mapping[int, set[int]]) -> None:
    """Let the undecided members of a found group follow most of its decided ones."""
    decided = {one: number for number, members in sets.items() for one in members}
    pulls: dict[int, Counter[int]] = defaultdict(Counter)
    for one, group in found.items():
        if one in decided:
            pulls[group][decided[one]] += 1
    for one, group in found.items():
        if one not in decided and group in pulls:
            label[one] = pulls[group].most_common(1)[0][0]


def _part(label: dict[int, int], stay: list[int], leave: list[int]) -> None:
    kept = {label[one] for one in stay if one in label}
    new = min(label.values(), default=0) - 1
    for one in leave:
        if label.get(one) in kept:
            label[one] = min(new, -1)


def _numbered(label: Mapping[int, int]) -> dict[int, int]:
    least: dict[int, int] = {}
    for one in sorted(label):
        least.setdefault(label[one], one)
    return {one: least[group] for one, group in label.items()}
