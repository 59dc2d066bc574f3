"""Finding a mapping by its name or path, and telling what is wrong with it."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiesu.channels.file_import.formats.tables import UnreadableError
from jiesu.channels.file_import.mapping import Mapping

SHIPPED = Path(__file__).parent / "mappings"


def shipped_names() -> list[str]:
    """List the mappings that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load_mapping(name: str) -> Mapping:
    """Read a shipped mapping by its name, or one's own by its path.

    Raises `UnreadableError` with a sentence where there is none or it is wrong.
    """
    path = SHIPPED / f"{name}.toml" if name in shipped_names() else Path(name)
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UnreadableError(
            _("There is no mapping %(name)s. Shipped are: %(shipped)s; or give a TOML file.")
            % {"name": name, "shipped": ", ".join(shipped_names())}
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(
            _("The mapping %(name)s is no TOML: %(why)s.") % {"name": name, "why": error}
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "."
        raise UnreadableError(
            _("The mapping %(name)s is wrong at %(where)s: %(why)s.")
            % {"name": name, "where": where, "why": first["msg"]}
        ) from error
