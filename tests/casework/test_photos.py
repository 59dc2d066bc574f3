"""Photos of every kind, in bounded memory and with nothing kept but the picture."""

import io
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings

from jiesu.casework.errors import InvalidError, NotFoundError
from jiesu.casework.models import Attachment
from jiesu.casework.stages.receiving.attachments import Photo, Prepared, prepare
from jiesu.web.places import photo_response

MARK = b"marked-by-a-camera"


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, kind, **more)
    return kept.getvalue()


def one(content: bytes, name: str = "a.jpg") -> Prepared:
    (prepared,) = prepare([Photo(name, content)])
    return prepared


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(one(content).content))


def with_text() -> bytes:
    told = PngInfo()
    told.add_text("Comment", MARK.decode())
    told.add_itxt("XML:com.adobe.xmp", MARK.decode())
    return saved(Image.new("RGB", (9, 9)), "PNG", pnginfo=told)


@pytest.mark.parametrize(
    "content",
    [
        saved(Image.new("RGB", (9, 9)), "JPEG", comment=MARK, exif=b"Exif\0\0" + MARK),
        with_text(),
        saved(Image.new("P", (9, 9)), "GIF", comment=MARK),
        saved(Image.new("RGB", (9, 9)), "WEBP", exif=b"Exif\0\0" + MARK, xmp=MARK),
        saved(Image.new("RGB", (9, 9)), "JPEG", icc_profile=MARK * 20),
    ],
)
def test_row_12_nothing_is_kept_but_the_picture(content: bytes) -> None:
    assert MARK in content
    kept = one(content).content
    assert MARK not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_row_32_what_is_seen_through_is_white_and_deep_grey_is_scaled() -> None:
    clear = saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    assert min(shown(clear).getpixel((20, 20))) > 250
    palette = Image.new("P", (40, 40), 0)
    assert min(shown(saved(palette, "GIF", transparency=0)).getpixel((20, 20))) > 250
    deep = saved(Image.new("I;16", (40, 40), 0x8000), "PNG")
    assert all(abs(value - 128) < 4 for value in shown(deep).getpixel((20, 20)))


def test_row_33_heic_is_read_and_a_broken_one_is_said_to_be_none() -> None:
    prepare([])
    assert Image.registered_extensions()[".heic"] == "HEIF"
    with pytest.raises(InvalidError):
        one(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 99)


@pytest.mark.parametrize("turn", range(1, 9))
def test_photos_stand_upright(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    upright = Image.new("RGB", (64, 32), "white")
    ImageDraw.Draw(upright).rectangle((0, 0, 31, 15), fill="red")  # the upper left quarter
    back = [None, 0, 3, 1, 5, 2, 6, 4]  # what turns it as the camera held it
    held = upright if back[turn - 1] is None else upright.transpose(back[turn - 1])
    seen = shown(saved(held, "JPEG", exif=exif, quality=95))
    assert seen.size == (64, 32)
    red, _green, blue = seen.getpixel((8, 4))
    assert red > 200 > blue


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"GIF89a", b"%PDF-1.7", b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40],
)
def test_what_is_no_photo_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(InvalidError) as refused:
        one(content, "one.png")
    assert "one.png" in refused.value.sentences["photos"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_photo_is_answered(kind: str) -> None:
    whole = saved(Image.effect_noise((300, 200), 90).convert("RGB"), kind)
    for share in (0.2, 0.6, 0.95):
        with suppress(InvalidError):
            assert one(whole[: int(len(whole) * share)]).width == 300


MEASURED = """
import io, resource, sys
from PIL import Image
import django
django.setup()
from jiesu.casework.errors import InvalidError
from jiesu.casework.stages.receiving.attachments import Photo, prepare
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    (kept,) = prepare([Photo("a", content)])
    print(kept.width, kept.height, end=" ")
except InvalidError as error:
    print("refused", "million" in str(error) or "百万" in str(error), end=" ")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("size", "kind", "mode", "wanted"),
    [
        ((12_000, 9_000), "JPEG", "RGB", "1600 1200"),  # 108 million points, as telephones make
        ((20_000, 4_000), "JPEG", "RGB", "1600 320"),  # a panorama
        ((7_700, 7_700), "PNG", "RGB", "refused True"),  # 59 million, and a few kilobytes
        ((7_700, 7_700), "GIF", "P", "refused True"),
        ((6_000, 6_000), "PNG", "RGBA", "1600 1600"),
    ],
)
def test_rows_19_and_20_memory_is_bounded_and_large_honest_photos_are_taken(
    tmp_path: Path, size: tuple[int, int], kind: str, mode: str, wanted: str
) -> None:
    Image.new(mode, size).save(tmp_path / "photo", kind)
    program = [sys.executable, "-c", MEASURED, str(tmp_path / "photo")]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    told, _space, megabytes = done.stdout.strip().rpartition(" ")
    assert told == wanted
    assert int(megabytes) < 400


@pytest.mark.django_db
def test_row_51_a_photo_that_is_lost_or_damaged_is_as_good_as_none(
    tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    content = one(saved(Image.new("RGB", (9, 9)), "PNG")).content
    found = Attachment(width=9, height=9, size=len(content), file="kept.jpg")
    for damaged in (None, b"damaged!!", content[:-9], b"x" * len(content)):
        if damaged is not None:
            (tmp_path / "kept.jpg").write_bytes(damaged)
        with pytest.raises(NotFoundError):
            photo_response(found)
    (tmp_path / "kept.jpg").write_bytes(content)
    response = photo_response(found)
    assert b"".join(response) == content
    response.close()
