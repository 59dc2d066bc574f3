"""Pictures residents might have taken: drawn, small, and of nobody."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

_SIZE = (640, 480)
_Rng = np.random.Generator
_Pixels = NDArray[np.float64]


def draw(about: str, seed: int) -> bytes:
    """Draw what goes with a service (its key, as `road.pothole`) as JPEG."""
    rng = np.random.default_rng([seed, 6])
    group = about.partition(".")[0]
    scene = _SCENES.get(group, _street)
    picture = scene(rng).filter(ImageFilter.GaussianBlur(1.6))
    pixels = np.clip(np.asarray(picture) * _light(rng) + _grain(rng), 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _light(rng: _Rng) -> _Pixels:
    """Let light come from one side, and corners be darker, as through a small lens."""
    y, x = np.mgrid[-1 : 1 : _SIZE[1] * 1j, -1 : 1 : _SIZE[0] * 1j]
    turn = rng.uniform(0, 2 * np.pi)
    side = 0.14 * (np.cos(turn) * x + np.sin(turn) * y)
    light: _Pixels = (1.04 + side - 0.2 * (x**2 + y**2))[..., None]
    return light


def _grain(rng: _Rng) -> _Pixels:
    """Let the sensor be noisy, and surfaces be rough."""
    fine = rng.normal(0, 7, (_SIZE[1], _SIZE[0]))
    rough = rng.normal(0, 9, (_SIZE[1] // 8, _SIZE[0] // 8)).repeat(8, 0).repeat(8, 1)
    grain: _Pixels = (fine + 0.25 * rough)[..., None]
    return grain


def _ground(top: tuple[int, int, int], bottom: tuple[int, int, int], horizon: float) -> Image.Image:
    picture = Image.new("RGB", _SIZE, bottom)
    ImageDraw.Draw(picture).rectangle((0, 0, _SIZE[0], int(_SIZE[1] * horizon)), fill=top)
    return picture


def _blob(
    rng: _Rng, centre: tuple[float, float], size: tuple[float, float]
) -> list[tuple[float, float]]:
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    waves = np.arange(2, 8)[:, None]
    bumps = rng.normal(0, 0.17, waves.shape) / waves**0.5
    reach = 1 + (bumps * np.cos(waves * angles + rng.uniform(0, 6, waves.shape))).sum(axis=0)
    return [
        (centre[0] + size[0] * r * np.cos(a), centre[1] + size[1] * r * np.sin(a))
        for a, r in zip(angles, reach, strict=True)
    ]


def _road(rng: _Rng) -> Image.Image:
    """Draw asphalt with a kerb, a line and a hole with water in it."""
    picture = _ground((150, 158, 150), (92, 92, 95), 0.22)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 120), (640, 96), (640, 116), (0, 148)], fill=(178, 176, 170))
    for start in range(-40, 640, 150):
        pen.polygon(
            [(start, 430), (start + 80, 422), (start + 84, 434), (start + 2, 442)],
            fill=(205, 205, 195),
        )
    centre = (float(rng.uniform(220, 420)), float(rng.uniform(260, 340)))
    pen.polygon(_blob(rng, centre, (120, 52)), fill=(58, 55, 53))
    pen.polygon(_blob(rng, (centre[0], centre[1] + 8), (84, 30)), fill=(104, 98, 84))
    return picture


def _rubbish(rng: _Rng) -> Image.Image:
    """Draw bags and boxes heaped at a wall."""
    picture = _ground((176, 168, 154), (128, 124, 118), 0.55)
    pen = ImageDraw.Draw(picture)
    colours = [(40, 42, 44), (226, 226, 222), (170, 128, 82), (60, 92, 140), (176, 52, 48)]
    for _bag in range(26):
        centre = (float(rng.normal(320, 120)), float(rng.normal(330, 42)))
        colour = colours[int(rng.integers(len(colours)))]
        size = (float(rng.uniform(26, 60)), float(rng.uniform(24, 46)))
        dark = tuple(int(value * 0.7) for value in colour)
        pen.polygon(_blob(rng, (centre[0] + 5, centre[1] + 7), size), fill=dark)
        pen.polygon(_blob(rng, centre, (size[0] * 0.85, size[1] * 0.8)), fill=colour)
    return picture


def _wall(rng: _Rng) -> Image.Image:
    """Draw a painted wall with stains of damp and cracks."""
    picture = _ground((222, 216, 204), (214, 208, 196), 0.5)
    pen = ImageDraw.Draw(picture)
    for shade in (196, 178, 160):
        centre = (float(rng.uniform(200, 440)), float(rng.uniform(60, 180)))
        pen.polygon(_blob(rng, centre, (150, 90)), fill=(shade, shade - 14, shade - 40))
    x, y = float(rng.uniform(100, 500)), 0.0
    while y < _SIZE[1]:
        step = (x + float(rng.normal(0, 14)), y + float(rng.uniform(12, 30)))
        pen.line([(x, y), step], fill=(96, 90, 82), width=2)
        x, y = step
    return picture


def _night(rng: _Rng) -> Image.Image:
    """Draw a dark street with lit windows and one glaring light."""
    picture = _ground((18, 20, 34), (12, 12, 16), 0.7)
    pen = ImageDraw.Draw(picture)
    for left in range(20, 620, 44):
        for top in range(40, 300, 46):
            if rng.random() < 0.4:  # noqa: PLR2004  (a good part is awake)
                pen.rectangle((left, top, left + 22, top + 26), fill=(206, 178, 104))
    centre = (float(rng.uniform(150, 500)), 330.0)
    for reach, glow in ((52, 70), (46, 130), (40, 250)):
        box = (centre[0] - reach, 330 - reach, centre[0] + reach, 330 + reach)
        pen.ellipse(box, fill=(glow, int(glow * 0.96), int(glow * 0.84)))
    return picture


def _street(rng: _Rng) -> Image.Image:
    """Draw houses, a pavement and parked cars by day."""
    picture = _ground((170, 196, 220), (138, 136, 132), 0.62)
    pen = ImageDraw.Draw(picture)
    for left in range(0, 640, 128):
        top = int(rng.uniform(40, 150))
        shade = int(rng.uniform(150, 205))
        pen.rectangle((left, top, left + 120, 298), fill=(shade, shade - 10, shade - 26))
    for left in range(30, 600, 190):
        colour = tuple(int(value) for value in rng.uniform(40, 220, 3))
        pen.rounded_rectangle((left, 310, left + 150, 366), 14, fill=colour)
        for wheel in (left + 30, left + 118):
            pen.ellipse((wheel - 15, 352, wheel + 15, 382), fill=(26, 26, 28))
    return picture


_SCENES = {
    "road": _road,
    "network": _road,
    "sanitation": _rubbish,
    "water": _rubbish,
    "repair": _wall,
    "supply": _wall,
    "noise": _night,
    "air": _night,
}
