"""Photos: checked, turned upright, made small, and freed of where and with what they were taken."""

import io
import secrets
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from jiesu.casework.errors import InvalidError
from jiesu.casework.models import Appeal, Attachment, Reply
from jiesu.rules.policy import SAMPLE

_UPLOADS = SAMPLE.uploads
_MOST_PIXELS = 60_000_000
_SIDE = 1600
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


@dataclass(frozen=True)
class Photo:
    """A picture as it was handed in: its file name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Prepared:
    """A photo as it will be kept; width and height in pixels."""

    content: bytes
    width: int
    height: int


def prepare(photos: Iterable[Photo]) -> list[Prepared]:
    """Re-encode photos as JPEG; raises `InvalidError` naming the one that cannot be taken."""
    photos = list(photos)
    if len(photos) > _UPLOADS.photos:
        sentence = _("At most {count} photos can be taken; please leave some out.")
        raise InvalidError({"photos": sentence.format(count=_UPLOADS.photos)})
    return [_prepare(photo) for photo in photos]


def too_large(name: str) -> str:
    """Give the sentence for a photo that is larger than it may be."""
    sentence = _("{name} is larger than {most} MB. Please send a smaller photo.")
    return sentence.format(name=name, most=_UPLOADS.megabytes)


def _prepare(photo: Photo) -> Prepared:
    if len(photo.content) > _UPLOADS.largest:
        raise InvalidError({"photos": too_large(photo.name)})
    try:
        picture = _decode(photo.content)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        sentence = _("{name} is not a photo that can be read. Please send JPEG, PNG or WebP.")
        raise InvalidError({"photos": sentence.format(name=photo.name)}) from None
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82)  # a new file: nothing of the old metadata is in it
    return Prepared(buffer.getvalue(), picture.width, picture.height)


def _decode(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is refused below anyway
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (_SIDE, _SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((_SIDE, _SIDE))
    return upright


def attach(
    prepared: Iterable[Prepared], *, appeal: Appeal | None = None, reply: Reply | None = None
) -> None:
    """Keep prepared photos with an appeal or a reply, under names that cannot be guessed."""
    for one in prepared:
        attachment = Attachment(
            appeal=appeal, reply=reply, width=one.width, height=one.height, size=len(one.content)
        )
        attachment.file.save(f"{secrets.token_hex(16)}.jpg", ContentFile(one.content), save=True)
