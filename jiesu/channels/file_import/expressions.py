"""The parts of a mapping bound to the columns that a file really has."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from jiesu.channels.file_import.formats.tables import UnreadableError
from jiesu.channels.file_import.mapping import Columns, Moment, Place, Words
from jiesu.channels.file_import.values import doubtful
from jiesu.channels.file_import.values.cells import Cell, as_text, looks_shortened
from jiesu.channels.file_import.values.moments import NoDateError, read_moment
from jiesu.channels.file_import.values.places import NoPlaceError, Point, read_point
from jiesu.rules.timing.plausible import Bounds

Cells = Mapping[str, Cell]


class RejectedError(Exception):
    """A row cannot be taken in; its text is a sentence that says why."""


def first_present(columns: Columns, present: frozenset[str]) -> str:
    """Give the first of the columns that the file has, or nothing."""
    return next((column for column in columns if column in present), "")


def bind_words(
    name: str, part: Words | None, present: frozenset[str], *, exact: bool = False
) -> Callable[[Cells], str]:
    """Give the function that reads a text from a row; a part without its columns reads nothing.

    Where it must be `exact`, since it tells one thing from another, a number that lost digits in a
    spreadsheet is no text.
    """
    if part is None:
        return lambda _cells: ""
    if part.constant:
        return lambda _cells, constant=part.constant: constant  # type: ignore[misc]  # bound early
    columns = [column for column in part.join if column in present]
    if found := first_present(part.column, present):
        columns = [found]
    translate = _translation(name, part)

    def read(cells: Cells) -> str:
        if exact:
            check_exact(cells, columns)
        texts = [text for column in columns if (text := as_text(cells[column]))]
        return translate(part.separator.join(dict.fromkeys(texts)))

    return read


def check_exact(cells: Cells, columns: Iterable[str]) -> None:
    """Raise `RejectedError` where one of the columns holds a number that has lost digits."""
    for column in columns:
        if looks_shortened(cell := cells.get(column)):
            raise RejectedError(
                _(
                    "%(text)s in column %(column)s has lost digits in a spreadsheet. Format the "
                    "column as text, fill it anew from the source, and import it again."
                )
                % {"text": f"{cell:g}" if isinstance(cell, float) else cell, "column": column}
            )


def _translation(name: str, part: Words) -> Callable[[str], str]:
    values = {key.casefold(): value for key, value in part.values.items()}
    pieces = [(piece.casefold(), value) for piece, value in part.contains.items()]

    def translate(text: str) -> str:
        if not text:
            return part.default
        folded = text.casefold()
        if folded in values:
            return values[folded]
        for piece, value in pieces:
            if piece in folded:
                return value
        if part.otherwise is not None:
            return part.otherwise
        if values or pieces:
            raise RejectedError(
                _('The mapping does not say what "%(text)s" means for %(name)s.')
                % {"text": text[:60], "name": name}
            )
        return text

    return translate


def bind_moment(
    part: Moment | None, zone: ZoneInfo, present: frozenset[str], day_zero: datetime
) -> Callable[[Cells, Bounds], datetime | None]:
    """Give the function that reads a date from a row, which must lie within bounds."""
    column = first_present(part.columns, present) if part else ""
    if part is None or not column:
        return lambda _cells, _bounds: None

    def read(cells: Cells, bounds: Bounds) -> datetime | None:
        cell = cells[column]
        if part.empty and as_text(cell) in part.empty:
            return None
        try:
            return read_moment(cell, part.formats, zone, bounds=bounds, day_zero=day_zero)
        except NoDateError as error:
            raise RejectedError(doubtful.sentence(error, column, bounds)) from error

    return read


def bind_place(part: Place, present: frozenset[str]) -> Callable[[Cells], Point | None]:
    """Give the function that reads a place from a row."""
    first, second = (first_present(columns, present) for columns in part.pair)
    if not first or not second:
        return lambda _cells: None

    def read(cells: Cells) -> Point | None:
        texts = as_text(cells[first]), as_text(cells[second])
        try:
            return read_point(*texts, part.system, part.bounds)
        except NoPlaceError as error:
            raise RejectedError(str(error)) from error

    return read


def check_columns(parts: Mapping[str, Columns], present: frozenset[str]) -> None:
    """Raise `UnreadableError` where a part that every row needs finds none of its columns."""
    for name, columns in parts.items():
        if columns and not present.intersection(columns):
            raise UnreadableError(
                _(
                    "The file has no column %(wanted)s, which the mapping needs for %(name)s. "
                    "Its columns are: %(present)s. Choose another mapping or rename the column."
                )
                % {
                    "wanted": _(" or ").join(columns),
                    "name": name,
                    "present": ", ".join(sorted(present)),
                }
            )
