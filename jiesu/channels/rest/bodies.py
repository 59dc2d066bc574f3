"""Bodies of requests: JSON as its standard has it, and nothing that would be passed over."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser


class BodyError(ValueError):
    """The body cannot be read; its text is a sentence that says why."""


class StrictParser(Parser):
    """Reads JSON in UTF-8 whose names come once each; raises `BodyError`."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Give what the body holds."""
        try:
            text = request.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BodyError(_("The body is not UTF-8, as JSON must be.")) from error
        try:
            return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
        except BodyError:
            raise
        except RecursionError as error:
            raise BodyError(_("The body is nested too deeply.")) from error
        except ValueError as error:
            raise BodyError(_("The body is no JSON: %s.") % str(error)[:200]) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BodyError(_("%s was given more than once, and only one can be meant.") % twice[:64])
    return found


def _no_number(name: str) -> NoReturn:
    raise BodyError(_("%s is no number that JSON knows.") % name)
