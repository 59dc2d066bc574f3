"""What instants the clocks of a row mean: in autumn an hour comes twice, in spring one is missing.

A wall clock says no more than its zone does. Where it can mean two instants, those are chosen that
put what happened in the order in which it must have.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import combinations, product

# In this order a matter goes on; nothing can be done or replied before it was said.
ORDER = (
    "said_at",
    "accepted_at",
    "dispatched_at",
    "signed_at",
    "started_at",
    "replied_at",
    "completed_at",
)
AFTER_SAID = ("completed_at", "replied_at")
_FORBIDDEN = 100  # weight of an order that cannot be, beside one that is only unusual

Moments = Mapping[str, datetime | None]


def readings(moment: datetime) -> tuple[datetime, ...]:
    """Give the instants (UTC) that an aware moment can mean, the likelier first.

    An hour that came twice has two; so has one that was left out, since some clocks go on and
    others are put ahead early.
    """
    first, second = (_offset(moment, fold) for fold in (0, 1))
    wall = moment.replace(tzinfo=None)
    found = [(wall - offset).replace(tzinfo=UTC) for offset in (first, second)]
    return tuple(dict.fromkeys(found))


def _offset(moment: datetime, fold: int) -> timedelta:
    return moment.replace(fold=fold).utcoffset() or timedelta()


def in_order(moments: Moments) -> dict[str, datetime | None]:
    """Give each moment as an instant; where one can mean two, as the order of things has it."""
    meant = {name: readings(moment) for name, moment in moments.items() if moment is not None}
    one_each = {name: found[0] for name, found in meant.items()}
    open_to_choice = [name for name, found in meant.items() if len(found) > 1]
    if open_to_choice and len(meant) > 1:
        choices = product(*(meant[name] for name in open_to_choice))
        candidates = [one_each | dict(zip(open_to_choice, c, strict=True)) for c in choices]
        one_each = min(candidates, key=_disorder)  # the likelier readings stand first
    return dict.fromkeys(moments) | one_each


def _disorder(moments: Mapping[str, datetime]) -> int:
    """Count the pairs that stand the wrong way round."""
    said = moments.get("said_at")
    forbidden = [name for name in AFTER_SAID if said and name in moments and moments[name] < said]
    known = [moments[name] for name in ORDER if name in moments]
    unusual = sum(earlier > later for earlier, later in combinations(known, 2))
    return _FORBIDDEN * len(forbidden) + unusual
