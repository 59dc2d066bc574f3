"""Names as the cells of a file or a form: one column `name_<language>` for each language.

Files may say `name_zh` where the pages speak `zh-hans`: a column means the first language of the
pages that it can mean.
"""

from collections.abc import Mapping
from typing import Any

from jiesu.directory.models.names import languages

_START = "name_"
LONGEST = 200


def columns() -> list[str]:
    """Name the columns that a form offers: one for each language of the pages."""
    return [f"{_START}{language}" for language in languages()]


def language_of(column: str) -> str:
    """Give the language of a column's name, or "" where it is none of ours."""
    if not column.startswith(_START):
        return ""
    written = column.removeprefix(_START).replace("_", "-").lower()
    same = (one for one in languages() if written in {one, one.partition("-")[0]})
    return next(same, written)


def names_in(cells: Mapping[str, Any]) -> dict[str, str]:
    """Gather the names that cells hold; an empty one takes a name away."""
    found = {language_of(column): str(cell).strip() for column, cell in cells.items()}
    return {language: name for language, name in found.items() if language}


def joined(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Give the names after a change: languages it does not speak of stay as they were."""
    return {language: name for language, name in {**old, **new}.items() if name}
