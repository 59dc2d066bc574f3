"""Suggestions as programs of the staff get them."""

from typing import Literal, Self

from pydantic import BaseModel

from jiesu.casework.reading.rows import Suggestion


class Why(BaseModel):
    """What speaks for it; what does not apply is empty.

    `words` speak for a service or an urgency, or are said by both sides; `count` is how many
    appeals in like words were accepted so; `appeal` is the one of the work order that is most like,
    `metres` away; `rule` is the code of the duty list's reason.
    """

    words: list[str] = []
    count: int | None = None
    appeal: int | None = None
    metres: int | None = None
    rule: str = ""


class Suggested(BaseModel):
    """One suggestion, the first of its subject at place 1.

    `value` is the code of a service, a unit or an urgency, or the id of a work order that may be
    the same matter. Without an `id` it could not be kept, and the step goes without it.
    """

    id: int | None
    subject: Literal["service", "unit", "duplicate", "urgency"]
    place: int
    value: str
    confidence: float
    model_version: str
    reasons: Why

    @classmethod
    def of(cls, one: Suggestion) -> Self:
        """Describe a suggestion."""
        same = ("subject", "place", "value", "confidence", "model_version", "reasons")
        return cls.model_validate({name: getattr(one, name) for name in same} | {"id": one.pk})
