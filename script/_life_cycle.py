"""Draws the life-cycle table: places are chosen by hand, every arrow comes from the table."""

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from math import hypot, inf

from jiesu.rules.lifecycle import CLOSED, OPEN, TABLE, Action, State

_WIDTH, _HEIGHT, _BOX = 800, 700, (176, 48)
# Centre of each state's box; a state without a place stops the drawing.
_PLACES: dict[State, tuple[int, int]] = {
    State.REDIRECTED: (100, 55),
    State.MERGED: (100, 127),
    State.ANSWERED: (100, 199),
    State.REGISTERED: (420, 75),
    State.ACCEPTED: (420, 180),
    State.DISPATCHED: (420, 285),
    State.DECLINED: (660, 40),
    State.DECLINE_PROPOSED: (660, 124),
    State.OBJECTED: (660, 300),
    State.SIGNED: (420, 380),
    State.HANDLING: (420, 475),
    State.REPLIED: (420, 570),
    State.COMPLETED: (420, 665),
    State.WITHDRAWN: (660, 475),
}
# Before dispatch an operator may turn a matter away from either: drawn once, from between them.
_EARLY = (State.REGISTERED, State.ACCEPTED)
_JUNCTION = (300, 127)
_TITLE = "States of a work order and the actions between them"
_STYLE = (
    "text{font:13px sans-serif;fill:#1c2733;text-anchor:middle}"
    "text.label{font-size:11px;fill:#33475b;paint-order:stroke;stroke:#fff;stroke-width:4px}"
    "text.exit{font-size:10.5px;fill:#4a5a6a}"
    ".open{fill:#e8f1fb;stroke:#2f6fad}.closed{fill:#eef0f2;stroke:#66727f}"
    "path{fill:none;stroke:#55677a}"
)
_ARROW = (
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"'
    ' orient="auto"><path d="M0 0 8 4 0 8z" style="fill:#55677a"/></marker>'
)

Point = tuple[float, float]
Edges = dict[tuple[State, State], list[Action]]


def draw(names: dict[State, tuple[str, str]]) -> str:
    """Give the SVG; `names` hold an English and a Chinese name for each state.

    A closed state's ways back are written into its box, so that arrows show the way ahead only.
    """
    edges = _edges()
    away = {after for before, after in edges if before is _EARLY[0] and after in CLOSED}
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{_TITLE}">',
        f"<style>{_STYLE}</style><defs>{_ARROW}</defs>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" rx="8" fill="#fff"/>',
        *(_arrow(*edge, actions) for edge, actions in edges.items() if edge[1] not in away),
        *_turned_away(edges, away),
        _withdrawal(),
        *(_box(state, *names[state]) for state in State),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _edges() -> Edges:
    """Collect the actions ahead by where they lead; withdrawing is drawn once for all."""
    edges = defaultdict(list)
    for (before, action), rule in TABLE.items():
        if before in OPEN and rule.to is not before and action is not Action.WITHDRAW:
            edges[before, rule.to].append(action)
    return edges


def _turned_away(edges: Edges, away: set[State]) -> Iterator[str]:
    for state in _EARLY:
        x, y = _border(_PLACES[state], _JUNCTION)
        yield f'<path d="M{x:.1f} {y:.1f}L{_at(_JUNCTION)}"/>'
    for after in sorted(away):
        actions = [edges[before, after] for before in _EARLY]
        if actions[0] != actions[1]:
            raise ValueError(f"{after} is no longer reached alike from both: draw it anew.")
        tip = (_PLACES[after][0] + _BOX[0] / 2, _PLACES[after][1])
        middle = ((_JUNCTION[0] + tip[0]) / 2 - 20, tip[1])
        yield f'<path d="M{_at(_JUNCTION)}Q{_at(middle)} {_at(tip)}" marker-end="url(#tip)"/>'
        yield from _label(tip[0] + 36, tip[1], actions[0])


def _withdrawal() -> str:
    if {state for state, action in TABLE if action is Action.WITHDRAW} != OPEN:
        raise ValueError("Withdrawing is no longer open in every open state: draw it anew.")
    x, y = _PLACES[State.WITHDRAWN]
    top = y - _BOX[1] / 2
    path = f'<path d="M{x} {top - 50:g}V{top:g}" marker-end="url(#tip)"/>'
    return path + _text(x, top - 56, "withdraw, from every open state", "label")


def _arrow(before: State, after: State, actions: list[Action]) -> str:
    start, end = _PLACES[before], _PLACES[after]
    middle = _middle(start, end)
    tail, tip = _border(start, middle), _border(end, middle)
    x, y = (a / 4 + m / 2 + b / 4 for a, m, b in zip(tail, middle, tip, strict=True))
    curve = f'<path d="M{_at(tail)}Q{_at(middle)} {_at(tip)}" marker-end="url(#tip)"/>'
    return curve + "".join(_label(x, y, actions))


def _middle(start: Point, end: Point) -> Point:
    """Draw an arrow aside, to the right of its direction, unless it goes straight down."""
    (x1, y1), (x2, y2) = start, end
    if x1 == x2:
        return (x1 + (150 if y2 < y1 else 0), (y1 + y2) / 2)
    length = hypot(x2 - x1, y2 - y1)
    aside = 34 / length
    return (x1 + x2) / 2 - (y2 - y1) * aside, (y1 + y2) / 2 + (x2 - x1) * aside


def _border(centre: Point, towards: Point) -> Point:
    """Give the point where the line from a box's centre leaves the box."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    scale = min(
        (_BOX[0] / 2) / abs(dx) if dx else inf,
        (_BOX[1] / 2) / abs(dy) if dy else inf,
    )
    return centre[0] + dx * scale, centre[1] + dy * scale


def _box(state: State, english: str, chinese: str) -> str:
    (x, y), (width, height) = _PLACES[state], _BOX
    kind = "open" if state in OPEN else "closed"
    back = [f"↩ {one} → {to.to}" for (s, one), to in TABLE.items() if s is state and to.to is not s]
    lines = [(english, "name"), (chinese, "name")]
    if state in CLOSED and back:
        lines = [(f"{english} {chinese}", "name"), (back[0], "exit")]
    return (
        f'<rect class="{kind}" x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}"'
        f' height="{height}" rx="6"/>' + _text(x, y - 5, *lines[0]) + _text(x, y + 14, *lines[1])
    )


def _label(x: float, y: float, actions: list[Action]) -> Iterator[str]:
    for n, action in enumerate(actions):
        line = y + 4 + 12 * (n - (len(actions) - 1) / 2)
        yield _text(x, line, action.replace("_", " "), "label")


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
