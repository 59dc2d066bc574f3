"""Draws how figures grow: one panel each, both axes in powers of ten."""

import math
from collections.abc import Mapping, Sequence

_SIDE, _EDGE, _HEIGHT = 300, 60, 320
_STYLE = (
    "text{font:12px sans-serif;fill:#1c2733}text.end{text-anchor:end}text.mid{text-anchor:middle}"
    "line{stroke:#d5dbe1}polyline{fill:none;stroke:#2f6fad;stroke-width:2}circle{fill:#2f6fad}"
)

Series = Sequence[tuple[float, float]]


def draw(title: str, across: str, panels: Mapping[str, Series]) -> str:
    """Give the SVG of some series of points, each under its name, side by side."""
    width = len(panels) * (_SIDE + _EDGE) + 20
    size = f'viewBox="0 0 {width} {_HEIGHT + 70}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{_HEIGHT + 70}" rx="8" fill="#fff"/>',
    ]
    for number, (name, series) in enumerate(panels.items()):
        left = _EDGE + number * (_SIDE + _EDGE)
        parts += _panel(left, f"{name} by {across}", series)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(left: int, name: str, series: Series) -> list[str]:
    x, y = (_axis([point[axis] for point in series]) for axis in (0, 1))
    places = [
        (left + _place(one, x) * (_SIDE - 20), 40 + (1 - _place(other, y)) * _HEIGHT)
        for one, other in series
    ]
    line = " ".join(f"{one:.1f},{other:.1f}" for one, other in places)
    parts = [f'<text x="{left}" y="22">{name}</text>']
    for power in range(x[0], x[1] + 1):
        at = left + (power - x[0]) / (x[1] - x[0]) * (_SIDE - 20)
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="40" y2="{40 + _HEIGHT}"/>')
        parts.append(f'<text class="mid" x="{at:.1f}" y="{58 + _HEIGHT}">{_shown(power)}</text>')
    for power in range(y[0], y[1] + 1):
        at = 40 + (1 - (power - y[0]) / (y[1] - y[0])) * _HEIGHT
        parts.append(f'<line x1="{left}" x2="{left + _SIDE - 20}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text class="end" x="{left - 6}" y="{at + 4:.1f}">{_shown(power)}</text>')
    dots = [f'<circle cx="{one:.1f}" cy="{other:.1f}" r="4"/>' for one, other in places]
    return [*parts, f'<polyline points="{line}"/>', *dots]


def _axis(values: Sequence[float]) -> tuple[int, int]:
    """Give the powers of ten between which the values lie."""
    first = math.floor(math.log10(min(values)))
    return first, max(math.ceil(math.log10(max(values))), first + 1)


def _place(value: float, axis: tuple[int, int]) -> float:
    return (math.log10(value) - axis[0]) / (axis[1] - axis[0])


def _shown(power: int) -> str:
    names = {3: "1 k", 4: "10 k", 5: "100 k", 6: "1 M", 7: "10 M", 8: "100 M"}
    return names.get(power, f"{10.0**power:g}")
