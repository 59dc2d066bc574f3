"""What somebody says, as every door hands it in."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.stages.receiving.attachments import Photo


@dataclass(frozen=True)
class Submission:
    """What somebody says, as a channel hands it in; places in degrees (WGS 84).

    `idempotency_key` is made once by the sender, so that a retry makes no second appeal; `sender`
    says whose key it is where several may come to the same one, such as a program's.
    """

    text: str
    channel: str
    idempotency_key: str
    kind: str = Kind.HELP
    title: str = ""
    secrecy: str = Secrecy.NORMAL
    lat: float | None = None
    lon: float | None = None
    place_words: str = ""
    area_code: str = ""
    service_code: str = ""
    said_at: datetime | None = None
    source: str = ""
    source_id: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    photos: tuple[Photo, ...] = ()
    sender: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any], **own: Any) -> Self:
        """Build it of what a form or a program gave, and of what the door says itself (`own`).

        What is given under other names than the fields have is left out.
        """
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in given.items() if name in known} | own)
