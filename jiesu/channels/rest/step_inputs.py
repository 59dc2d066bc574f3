"""The body of each step, made from what the table says the step asks for."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, WithJsonSchema, create_model

from jiesu.channels.rest.inputs import Code, Line, OrderId, Rating, Step, Text
from jiesu.channels.rest.inputs import Input as Body
from jiesu.rules.lifecycle import OPINION
from jiesu.rules.outcomes import CallResult
from jiesu.rules.steps import Input, InputKind
from jiesu.rules.timing.deadlines import Unit as TimeUnit

_MOST_UNITS, _MOST_SUGGESTIONS = 20, 100
# Whose field carries a code of the directory.
_CODED = {InputKind.SERVICE, InputKind.AREA, InputKind.UNIT}

Definition = tuple[Any, Any]  # a type and a default; `...` where the field must be sent


def field_name(one: Input) -> str:
    """Give the name of the field that carries an input."""
    if one.kind in _CODED:
        return f"{one.name}_code"
    if one.kind is InputKind.UNITS:
        return f"{one.name.removesuffix('s')}_codes"
    return "suggestions" if one.kind is InputKind.SUGGESTIONS else one.name


def body_of(
    name: str, asked: tuple[Input, ...], *, base: type[BaseModel] = Step
) -> type[BaseModel]:
    """Make the model of a body that asks for these inputs."""
    fields: dict[str, Any] = {}
    for one in asked:
        fields |= _definitions(one)
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(title, __base__=base, __doc__=f"What `{name}` asks for.", **fields)


def _definitions(one: Input) -> dict[str, Definition]:
    if one.kind is InputKind.PHOTOS:
        return {}
    if one.kind is InputKind.DURATION:
        return {"amount": (Annotated[int, Field(ge=1, le=366)], ...), "unit": (TimeUnit, ...)}
    kind, left_out = _typed(one)
    return {field_name(one): (kind, ...) if one.required else (kind, left_out)}


def _typed(one: Input) -> Definition:
    """Give the type of an input, and what stands for one that was left out."""
    if one.kind is InputKind.CHOICE:
        return Literal[one.choices], None
    if one.kind in {InputKind.TEXT, InputKind.LINE}:
        return _words(one), ""
    if one.kind is InputKind.UNITS:
        return Annotated[list[Code], Field(max_length=_MOST_UNITS)], []
    if one.kind is InputKind.SUGGESTIONS:
        return Annotated[list[OrderId], Field(max_length=_MOST_SUGGESTIONS)], []
    kind, left_out = _SIMPLE[one.kind](one)
    return kind, left_out


_SIMPLE: Mapping[InputKind, Any] = {
    InputKind.YES_NO: lambda one: (bool if one.required else bool | None, None),
    InputKind.RATING: lambda one: (Rating if one.required else Rating | None, None),
    InputKind.WORK_ORDER: lambda _one: (OrderId, None),
    **{kind: (lambda _one: (Code, "")) for kind in _CODED},
}


def _words(one: Input) -> Any:
    """Tell the lengths that the stage checks, which says in the reader's language what is wrong."""
    told = {"type": "string", "minLength": int(one.required), "maxLength": one.longest}
    return Annotated[Text if one.kind is InputKind.TEXT else Line, WithJsonSchema(told)]


Opinion: Any = body_of("opinion", OPINION, base=Body)


class Call(Step):
    """One call of the hotline; `opinion` is what was said, where somebody was reached."""

    result: CallResult
    opinion: Opinion | None = None
