"""What may be sent: plain models that refuse fields they do not know.

Plain models and not the framework's own, which takes a bare string for an object whose fields are
named like the methods of a string.
"""

from dataclasses import MISSING, fields
from dataclasses import Field as DataclassField
from typing import Annotated, Any, cast, get_type_hints

from django.http import QueryDict
from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    create_model,
)
from pydantic import ValidationError as PydanticError

from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.stages.receiving.submission import Submission


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


# What the door says of an appeal itself, and what is checked more closely than by its type.
_OF_THE_DOOR = frozenset({"channel", "source", "source_id", "photos"})
_CHECKED: dict[str, Any] = {
    "text": Text,
    "idempotency_key": Key,
    "kind": Kind,
    "secrecy": Secrecy,
    "area_code": Code,
    "service_code": Code,
    "said_at": AwareDatetime | None,
}


def _as_input(one: DataclassField[Any], hint: Any) -> Any:
    """Give a field of a submission as one of a model: its type and default."""
    default = ... if one.default is MISSING else one.default
    return _CHECKED.get(one.name, Line if hint is str else hint), default


_HINTS = get_type_hints(Submission)
NewAppeal: Any = create_model(
    "NewAppeal",
    __base__=Input,
    __doc__="What somebody says; the sender makes the key once, so that a retry makes no second.",
    **{
        one.name: _as_input(one, _HINTS[one.name])
        for one in fields(Submission)
        if one.name not in _OF_THE_DOOR
    },
)


def check_form(form: QueryDict) -> None:
    """Refuse what would be passed over in a form: fields of other names, or a second appeal."""
    faults = [
        {"loc": ("form", name[:64]), "msg": _("Send one field `appeal`, and no others but photos.")}
        for name, texts in form.lists()
        if name != "appeal" or len(texts) > 1
    ]
    if faults:
        raise ValidationError(faults)


def appeal_in(text: str) -> Input:
    """Read an appeal from JSON; raises `ValidationError` of Ninja, as for a body of JSON."""
    if "\N{REPLACEMENT CHARACTER}" in text:  # Django's sign for bytes that are not of the charset
        told = {"loc": ("form", "appeal"), "msg": _("This is not UTF-8, as JSON must be.")}
        raise ValidationError([told])
    try:
        return cast("Input", NewAppeal.model_validate_json(text))
    except PydanticError as error:
        faults = [
            {"loc": ("form", "appeal", *one["loc"]), "msg": one["msg"]} for one in error.errors()
        ]
        raise ValidationError(faults) from None


class Contest(Input):
    """Why the appeal should be looked at again."""

    reason: Text


class Withdrawal(Input):
    """Taking an appeal back; one who is `pressed` to do so stays protected instead."""

    pressed: bool = False


class Step(Input):
    """A step on a work order; `seen` is the version it was decided on."""

    seen: Annotated[int, Field(ge=1, le=2**31 - 1)]
