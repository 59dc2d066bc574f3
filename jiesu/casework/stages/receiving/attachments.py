"""Photos: checked, turned upright, made small, and freed of where and with what they were taken."""

import io
import secrets
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image

from jiesu.casework.errors import InvalidError
from jiesu.casework.models import Appeal, Attachment, Reply
from jiesu.casework.stages.receiving import decoding
from jiesu.rules.policy import SAMPLE

_UPLOADS = SAMPLE.uploads
# What libraries raise for bytes that are no photo, or a broken one.
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
)


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
        picture = decoding.small(photo.content)
    except decoding.TooManyPointsError as error:
        raise InvalidError({"photos": _too_many_points(photo.name, error)}) from None
    except _UNREADABLE:
        sentence = _("{name} is not a photo that can be read. Please send JPEG, PNG, WebP or HEIC.")
        raise InvalidError({"photos": sentence.format(name=photo.name)}) from None
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82)
    return Prepared(buffer.getvalue(), picture.width, picture.height)


def _too_many_points(name: str, error: decoding.TooManyPointsError) -> str:
    sentence = _(
        "{name} has {points} million points; a photo in its format may have {most} million. "
        "Please send it smaller, or as JPEG."
    )
    return sentence.format(name=name, points=ceil(error.points / 1e6), most=error.most // 1_000_000)


def attach(
    prepared: Iterable[Prepared], *, appeal: Appeal | None = None, reply: Reply | None = None
) -> None:
    """Keep prepared photos with an appeal or a reply, under names that cannot be guessed."""
    for one in prepared:
        attachment = Attachment(
            appeal=appeal, reply=reply, width=one.width, height=one.height, size=len(one.content)
        )
        attachment.file.save(f"{secrets.token_hex(16)}.jpg", ContentFile(one.content), save=True)
