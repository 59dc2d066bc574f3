"""What if heat weighed its parts otherwise: the ranks move as an analyst turns the weights."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from jiesu.insight.reporting import figures
from jiesu.insight.reporting.figures import GroupFilter
from jiesu.mining.heat.api import WEIGHTS, weighed
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import parameters
from jiesu.web.board.issues import reasons
from jiesu.web.board.issues.hot import SPANS, Item, items

_COMPARED = 100  # the hottest groups by the weights in use
_MOST = 60.0  # of a weight


@dataclass(frozen=True)
class RankedGroup:
    """A group: its rank and heat under the weights asked for, and its rank in use."""

    item: Item
    rank: int
    before: int
    heat: float

    @property
    def climbed(self) -> int:
        """Give how many ranks it climbed; fewer than none where it fell."""
        return self.before - self.rank


@dataclass(frozen=True)
class Weight:
    """One part with the weight asked for, in percent."""

    part: str
    name: str
    value: float


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Rank the hottest groups anew; nothing is stored."""
    about = figures.about("hot")
    if about is None:
        return render(request, "board/never.html", {"tab": "hot"})
    span = parameters.number(request.GET.get("days"), SPANS, 0)
    weights = [
        Weight(part, str(reasons.PARTS[part]), _asked(request, part, 100 * used))
        for part, used in WEIGHTS.items()
        if part in reasons.PARTS
    ]
    context = {
        "tab": "hot",
        "about": about,
        "span": span,
        "spans": SPANS,
        "weights": weights,
        "lines": _lines(request, span, {one.part: one.value for one in weights}),
    }
    return render(request, "board/what_if.html", context)


def _asked(request: Request, part: str, used: float) -> float:
    try:
        wanted = float(request.GET.get(part, used))
    except ValueError:
        return used
    return min(max(wanted, 0.0), _MOST) if wanted == wanted else used  # noqa: PLR0124  (not a number)


def _lines(request: Request, span: int, weights: dict[str, float]) -> list[RankedGroup]:
    found = figures.hot(GroupFilter(span), limit=_COMPARED)
    total = sum(weights.values()) or 1.0
    shares = {part: weights.get(part, 0.0) / total for part in WEIGHTS}
    heats = [float(weighed(one.parts, shares)) for one in found]
    order = sorted(range(len(found)), key=lambda number: -heats[number])
    shown = items(found, first=1, actor=request.actor)
    return [
        RankedGroup(shown[number], rank, number + 1, heats[number])
        for rank, number in enumerate(order, start=1)
    ]
