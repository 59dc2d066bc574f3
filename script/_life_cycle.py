"""Draws the life of a work order from its table, as an SVG."""

from collections import defaultdict
from html import escape
from itertools import groupby

from jiesu.rules.lifecycle import CLOSED, TABLE, Action, State

# Where each state stands: column and row. The way through runs along row 1.
PLACES: dict[State, tuple[float, float]] = {
    State.REGISTERED: (0, 1),
    State.ACCEPTED: (1, 1),
    State.DISPATCHED: (2, 1),
    State.SIGNED: (3, 1),
    State.HANDLING: (4, 1),
    State.REPLIED: (5, 1),
    State.COMPLETED: (6.2, 1),
    State.DECLINED: (-0.3, 0),
    State.REDIRECTED: (0.9, 0),
    State.ANSWERED: (2.1, 0),
    State.MERGED: (0.5, 2),
    State.OBJECTED: (2.5, 2),
    State.WITHDRAWN: (5, 2),
}
STEP_X, STEP_Y, WIDTH, HEIGHT, MARGIN = 190, 170, 112, 52, 80
STYLE = """
text { font: 12px sans-serif; fill: #1d2733; text-anchor: middle; }
.small { font-size: 10.5px; fill: #4a5868; paint-order: stroke; stroke: #fff; stroke-width: 4; }
.inside { stroke: none; }
.box { fill: #eef4fb; stroke: #3a6ea5; stroke-width: 1.5; }
.closed { fill: #f3f1ec; stroke: #8a8272; stroke-dasharray: 4 3; }
.step { fill: none; stroke: #4a5868; stroke-width: 1.3; marker-end: url(#tip); }
.ground { fill: #fff; }
"""
TIP = (
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path d="M0 0 8 4 0 8z" fill="#4a5868"/></marker>'
)


def drawing() -> str:
    """Give the whole SVG; the same table gives the same text."""
    columns, rows = zip(*PLACES.values(), strict=True)
    width = int((max(columns) - min(columns)) * STEP_X + 2 * MARGIN)
    height = int((max(rows) - min(rows)) * STEP_Y + 2 * MARGIN)
    lines, words = zip(*(_arrow(*ends, actions) for ends, actions in _steps().items()), strict=True)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
        "<title>The life of a work order</title>",
        f"<style>{STYLE}</style><defs>{TIP}</defs>",
        f'<rect class="ground" width="{width}" height="{height}"/>',
        *lines,
        *(_box(state) for state in State),
        *words,  # above every line
        _withdrawals(),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _steps() -> dict[tuple[State, State], list[Action]]:
    """Collect the actions of each arrow; to withdraw is open nearly everywhere, so is no arrow."""
    steps: dict[tuple[State, State], list[Action]] = defaultdict(list)
    for (start, action), rule in TABLE.items():
        if start is not rule.to and action is not Action.WITHDRAW:
            steps[start, rule.to].append(action)
    return steps


def _centre(state: State) -> tuple[float, float]:
    column, row = PLACES[state]
    left = min(column for column, _ in PLACES.values())
    return (column - left) * STEP_X + MARGIN, row * STEP_Y + MARGIN


def _arrow(start: State, end: State, actions: list[Action]) -> tuple[str, str]:
    (x1, y1), (x2, y2) = _centre(start), _centre(end)
    # It bends to its own left, so that there and back are two arrows; the farther, the more.
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1.0)
    bend = 0.0 if y1 == y2 and 0 < x2 - x1 <= STEP_X else 26 + length / 9
    middle_x = (x1 + x2) / 2 + bend * (y2 - y1) / length
    middle_y = (y1 + y2) / 2 - bend * (x2 - x1) / length
    start_x, start_y = _edge(x1, y1, middle_x, middle_y)
    end_x, end_y = _edge(x2, y2, middle_x, middle_y)
    # Nearer the beginning than the end, where arrows from other boxes meet it.
    label_x = 0.36 * start_x + 0.48 * middle_x + 0.16 * end_x
    label_y = 0.36 * start_y + 0.48 * middle_y + 0.16 * end_y - 4
    path = f"M{start_x:.0f} {start_y:.0f}Q{middle_x:.0f} {middle_y:.0f} {end_x:.0f} {end_y:.0f}"
    lines = "".join(
        f'<text class="small" x="{label_x:.0f}" y="{label_y + 12 * number:.0f}">{action}</text>'
        for number, action in enumerate(actions)
    )
    return f'<path class="step" d="{path}"/>', lines


def _edge(x: float, y: float, toward_x: float, toward_y: float) -> tuple[float, float]:
    """Give where the line from a box's centre leaves the box."""
    across, down = toward_x - x, toward_y - y
    scale = max(abs(across) / (WIDTH / 2), abs(down) / (HEIGHT / 2), 1e-9)
    return x + across / scale, y + down / scale


def _box(state: State) -> str:
    x, y = _centre(state)
    stays = [action for (start, action), rule in TABLE.items() if start is rule.to is state]
    kind = "box closed" if state in CLOSED else "box"
    note = f'<text class="small inside" x="{x:.0f}" y="{y + 16:.0f}">↻ {", ".join(stays)}</text>'
    return (
        f'<rect class="{kind}" x="{x - WIDTH / 2:.0f}" y="{y - HEIGHT / 2:.0f}" '
        f'width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
        f'<text x="{x:.0f}" y="{y + (0 if stays else 4):.0f}">{escape(state)}</text>'
        f"{note if stays else ''}"
    )


def _withdrawals() -> str:
    """Name in words the states from which an appellant may withdraw."""
    x, y = _centre(State.WITHDRAWN)
    open_in = [start for (start, action), _ in TABLE.items() if action is Action.WITHDRAW]
    lines = ["withdraw, from:", *(", ".join(run) for run in _runs(open_in))]
    return "".join(
        f'<text class="small" x="{x:.0f}" y="{y + 44 + 13 * number:.0f}">{line}</text>'
        for number, line in enumerate(lines)
    )


def _runs(states: list[State], size: int = 4) -> list[list[State]]:
    return [
        [state for _, state in run] for _, run in groupby(enumerate(states), lambda e: e[0] // size)
    ]
