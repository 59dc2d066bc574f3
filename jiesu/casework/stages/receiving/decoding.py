"""Photos made small in bounded memory, whatever their format, and without anything but the picture.

JPEG is decoded at a fraction of its size, so that the largest honest photo is taken. Other formats
must be decoded whole: their points are counted before, and few are decoded at once.
"""

import io
import struct
import warnings
from threading import BoundedSemaphore

import pi_heif
from PIL import Image

pi_heif.register_heif_opener()

SIDE = 1600  # points of the longer side that are kept
MOST_POINTS = 40_000_000  # of a photo that must be decoded whole: 160 MB at four bytes each
MOST_POINTS_JPEG = 240_000_000  # a progressive one keeps its coefficients in memory
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
_AT_ONCE = BoundedSemaphore(2)  # in one process
_ORIENTATION = 0x0112  # the tag of EXIF
_TURNS: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A warning of Pillow's would become an error above its own limit; ours are checked below.
Image.MAX_IMAGE_PIXELS = None


class TooManyPointsError(Exception):
    """A photo that would take too much memory: how many points it has, and may have."""

    def __init__(self, points: int, most: int) -> None:
        super().__init__(f"{points} points are more than {most}")
        self.points, self.most = points, most


def small(content: bytes) -> Image.Image:
    """Give a photo in RGB, upright, on white, at most `SIDE` long; without any metadata.

    Raises `TooManyPointsError`, and what Pillow raises for what is no photo.
    """
    with _AT_ONCE, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, which is not kept
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        _check(picture)
        turn = _TURNS.get(_orientation(picture))
        picture.draft("RGB", (SIDE, SIDE))
        shrunk = _eight_bits(picture)
        shrunk.thumbnail((SIDE, SIDE), reducing_gap=2.0)
        return _on_white(shrunk.transpose(turn) if turn is not None else shrunk)


def _orientation(picture: Image.Image) -> int:
    """Give how the camera was held; what is no EXIF says nothing, and is no fault of a picture."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        return 1


def _check(picture: Image.Image) -> None:
    points = picture.width * picture.height
    most = MOST_POINTS_JPEG if picture.format == "JPEG" else MOST_POINTS
    if points > most:
        raise TooManyPointsError(points, most)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Give a mode in which points can be averaged: palettes become colours, 16 bits become 8."""
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if picture.mode in {"P", "PA", "1"}:
        return picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Paint it anew on white: what is seen through is paper, and nothing but points is left."""
    ground = Image.new("RGB", picture.size, "white")
    if picture.mode in {"L", "RGB"} and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if "A" in picture.getbands() or "a" in picture.getbands():
        seen = picture.convert("RGBA")
        ground.paste(seen, mask=seen.getchannel("A"))
    else:
        ground.paste(picture.convert("RGB"))
    return ground
