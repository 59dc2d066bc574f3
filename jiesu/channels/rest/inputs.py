"""What may be sent: plain models that refuse fields they do not know.

Plain models and not the framework's own, which takes a bare string for an object whose fields are
named like the methods of a string.
"""

from typing import Annotated

from ninja.errors import ValidationError
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as PydanticError

from jiesu.casework.models import Kind, Secrecy
from jiesu.directory.models import Urgency
from jiesu.rules.deadlines import Unit as TimeUnit
from jiesu.rules.grounds import DeclineGround, ExtensionGround, ObjectionGround, RedirectGround
from jiesu.rules.lifecycle import Outcome


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("text must not hold the character NUL")
    return text


Code = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_.:\-]*$")]
Key = Annotated[str, StringConstraints(min_length=8, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Line = Annotated[str, StringConstraints(max_length=300), AfterValidator(_no_nul)]
Text = Annotated[str, StringConstraints(max_length=200_000), AfterValidator(_no_nul)]
TrackingCode = Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z -]+$")]
OrderId = Annotated[int, Field(ge=1, le=2**62)]
Rating = Annotated[int, Field(ge=1, le=5)]


class Input(BaseModel):
    """Anything that is sent; a field with another name is a mistake."""

    model_config = ConfigDict(extra="forbid")


class NewAppeal(Input):
    """What somebody says; the key is made once by the sender, so that a retry makes no second."""

    idempotency_key: Key
    text: Text
    title: Line = ""
    kind: Kind = Kind.HELP
    secrecy: Secrecy = Secrecy.NORMAL
    lat: float | None = None
    lon: float | None = None
    place_words: Line = ""
    area_code: Code = ""
    service_code: Code = ""
    said_at: AwareDatetime | None = None
    name: Line = ""
    phone: Line = ""
    email: Line = ""
    address: Line = ""


def appeal_in(text: str) -> NewAppeal:
    """Read an appeal from JSON; raises `ValidationError` of Ninja, as for a body of JSON."""
    try:
        return NewAppeal.model_validate_json(text)
    except PydanticError as error:
        faults = [
            {"loc": ("form", "appeal", *one["loc"]), "msg": one["msg"]} for one in error.errors()
        ]
        raise ValidationError(faults) from None


class Opinion(Input):
    """The appellant's own view of the reply: solved `yes`, `partly` or `no`.

    `contacted` is whether the unit contacted the appellant; left out where nobody asked.
    """

    solved: Annotated[str, StringConstraints(pattern="^(yes|partly|no)$")]
    result_rating: Rating | None = None
    service_rating: Rating | None = None
    contacted: bool | None = None
    reason: Text = ""


class Contest(Input):
    """Why the appeal should be looked at again."""

    reason: Text


class Withdrawal(Input):
    """Taking an appeal back; one who is `pressed` to do so stays protected instead."""

    pressed: bool = False


class Step(Input):
    """A step on a work order; `seen` is the version it was decided on."""

    seen: Annotated[int, Field(ge=1, le=2**31 - 1)]


class Accept(Step):
    """Take it up, as a matter of a service."""

    service_code: Code
    urgency: Urgency
    area_code: Code = ""
    accused_unit_code: Code = ""


class ProposeDecline(Step):
    """Propose not to take it up."""

    ground: DeclineGround
    explanation: Text


class Redirect(Step):
    """Name the channel that is in charge by law."""

    ground: RedirectGround
    explanation: Text


class Answer(Step):
    """Answer at the desk."""

    text: Text
    basis: Line = ""


class MergeInto(Step):
    """Join an earlier work order about the same matter."""

    into: OrderId
    because: Line = ""


class Dispatch(Step):
    """Give it to a unit."""

    unit_code: Code
    support_unit_codes: Annotated[list[Code], Field(max_length=20)] = []
    reason: Text = ""


class Object(Step):
    """Dispute the duty."""

    ground: ObjectionGround
    explanation: Text
    proposed_unit_code: Code = ""


class Reasons(Step):
    """A decision, with its reasons."""

    reasons: Text


class Start(Step):
    """Begin the work."""

    contacted: bool


class Extend(Step):
    """Ask for more time."""

    amount: Annotated[int, Field(ge=1, le=366)]
    unit: TimeUnit
    ground: ExtensionGround
    explanation: Text


class Reply(Step):
    """Answer the appellants."""

    text: Text
    outcome: Outcome
    basis: Line = ""


class Call(Step):
    """One call of the hotline; `opinion` is what was said, where somebody was reached."""

    result: Annotated[str, StringConstraints(pattern="^(reached|no_answer|refused)$")]
    opinion: Opinion | None = None
