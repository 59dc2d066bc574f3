"""The door by which rows of the stream come in: as submissions, with photos and invented people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jiesu.casework.models import Appeal
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.people import Actor
from jiesu.simulate.city import names
from jiesu.simulate.city.files import City
from jiesu.simulate.loading import photos
from jiesu.simulate.loading.cast import OPERATOR, Cast

_PHOTOGRAPHED = 3  # every third

Row = Mapping[str, Any]


class Door:
    """Takes rows in, as the portal does, or as an operator for those who call."""

    def __init__(self, city: City, cast: Cast, seed: int) -> None:
        self._cast, self._seed = cast, seed
        self._keys = {leaf.code: leaf.key for leaf in city.services.leaves}

    def receive(self, row: Row, key: str, said: datetime, number: int) -> Appeal:
        """Take one in; `key` tells it from all others."""
        staff = row["channel"] == "phone"
        actor = self._cast.staff(OPERATOR) if staff else Actor.resident()
        return intake.receive(self._submission(row, key, number), actor=actor, now=said)

    def photos(self, row: Row, number: int) -> tuple[Photo, ...]:
        """Give a photo of what it is about, of some."""
        if number % _PHOTOGRAPHED:
            return ()
        about = self._keys[row["true_service"]]
        return (Photo(f"{number}.jpg", photos.draw(about, self._seed * 1000 + number)),)

    def _submission(self, row: Row, key: str, number: int) -> Submission:
        surname = names.listed("surnames")[number % 40][0]
        given = names.listed("given")[(number * 7) % 40][0]
        taken = self.photos(row, number) if row["channel"] != "phone" else ()
        same = ("text", "title", "channel", "kind", "lat", "lon", "place_words")
        return Submission(
            **{name: row[name] for name in same},
            idempotency_key=key,
            service_code=row["service"],
            name=surname + given,
            phone=f"1990000{number:04d}",
            photos=taken,
        )


def is_here(key: str) -> bool:
    """Tell whether an earlier run took it in."""
    return Appeal.objects.filter(idempotency_key=key).exists()
