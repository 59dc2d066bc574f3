"""Hot issues: groups of appeals about one problem, ranked by heat, each with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiesu.casework.reading import deidentified
from jiesu.directory.people import Actor
from jiesu.insight.reporting import figures
from jiesu.insight.reporting.figures import GroupFilter, Hot
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import names, parameters
from jiesu.web.board.issues import reasons

SPANS = (30, 365, 0)
_PAGE = 25


@dataclass(frozen=True)
class Item:
    """A group as it stands in the list."""

    rank: int
    hot: Hot
    title: str
    place: str
    service: str
    unit: str
    why: list[str]


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Rank the groups."""
    about = figures.about("hot")
    if about is None:
        return render(request, "board/never.html", {"tab": "hot"})
    wanted = _wanted(request)
    pages = Paginator(range(figures.hot_count(wanted)), _PAGE)
    shown = pages.get_page(request.GET.get("page"))
    offset = max(shown.start_index() - 1, 0)
    found = figures.hot(wanted, offset=offset, limit=_PAGE)
    context = {
        "tab": "hot",
        "about": about,
        "wanted": wanted,
        "spans": SPANS,
        "page": shown,
        "items": items(found, first=offset + 1, actor=request.actor),
        "choices": _choices(wanted.span),
    }
    return render(request, "board/hot.html", context)


def _wanted(request: Request) -> GroupFilter:
    return GroupFilter(
        span=parameters.number(request.GET.get("days"), SPANS, _first_with_groups()),
        dismissed=request.GET.get("dismissed") == "1",
        service_1=request.GET.get("service_1", ""),
        district=request.GET.get("district", ""),
    )


def items(found: Sequence[Hot], *, first: int, actor: Actor) -> list[Item]:
    """Give groups the names people read; titles only to those who may read texts."""
    titles = _titles(found, actor)
    rows = [{name: getattr(hot, name) or "" for name in _NAMED} for hot in found]
    called = names.of_rows(rows)
    return [
        Item(
            rank=first + number,
            hot=hot,
            title=titles.get(hot.speaker) or _anonymous(hot, called),
            place=called.get(hot.area or "", ""),
            service=called.get(hot.service or "", ""),
            unit=called.get(hot.unit or "", ""),
            why=reasons.why(hot),
        )
        for number, hot in enumerate(found)
    ]


_NAMED = ("service_1", "service_2", "service_3", "district", "street", "unit")


def _titles(found: Sequence[Hot], actor: Actor) -> dict[int, str]:
    if not actor.may(Permission.TEXT_READ):
        return {}
    return deidentified.titles([hot.speaker for hot in found], actor=actor)


def _anonymous(hot: Hot, called: dict[str, str]) -> str:
    parts = [called.get(hot.area or "", ""), called.get(hot.service or "", "")]
    return " · ".join(part for part in parts if part) or _("Group {n}").format(n=hot.group)


def _first_with_groups() -> int:
    """Open with the shortest span in which anything was said twice."""
    return next((span for span in SPANS if figures.hot_count(GroupFilter(span))), 0)


def _choices(span: int) -> dict[str, dict[str, str]]:
    """Give what the list can be narrowed by, the names in order."""
    choices = {}
    for column in ("service_1", "district"):
        codes = figures.hot_codes(span, column)
        called = names.named(column, codes)
        choices[column] = {code: called[code] for code in sorted(codes, key=called.__getitem__)}
    return choices
