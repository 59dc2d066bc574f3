"""The parameters of GET requests; an empty one is as good as absent."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from jiesu.casework.reading import public
from jiesu.casework.texts import clean
from jiesu.channels.open311.formats import Open311Error
from jiesu.channels.open311.records import UNCLASSIFIED
from jiesu.directory.lookup import choices
from jiesu.rules.numbers import whole

SPAN = timedelta(days=90)
MOST = 1_000  # requests in one answer
_MOST_NUMBERS = 100
_RUN_TOGETHER = re.compile(r"\d{9}")
# A plus sign that was not escaped has become a space on its way: 08:00:00 10:00.
_LOST_PLUS = re.compile(r"(T.*\d) (\d\d(?::?\d\d)?)$")
_STATUSES = {"open": True, "closed": False}


def check_jurisdiction(given: Mapping[str, str]) -> None:
    """Refuse what is meant for another city; one installation serves one, so none need be named."""
    asked = given.get("jurisdiction_id", "").strip()
    if settings.JURISDICTION and asked not in {"", settings.JURISDICTION}:
        raise Open311Error(
            404,
            _("There is no jurisdiction_id %(asked)s here; this is %(own)s.")
            % {"asked": clean(asked)[:64], "own": settings.JURISDICTION},
        )


def read_search(given: Mapping[str, str], *, now: datetime) -> public.Search:
    """Read what is looked for; raises `Open311Error` with a sentence."""
    since, until = _span(given, now)
    codes = _codes(given)
    unclassified = UNCLASSIFIED in codes
    named = [code for code in codes if code != UNCLASSIFIED]
    return public.Search(since, until, named, open=_status(given), unclassified=unclassified)


def read_numbers(given: Mapping[str, str]) -> list[str]:
    """Read the ids that are asked for, which override all other parameters."""
    numbers = _listed(given, "service_request_id")
    if len(numbers) > _MOST_NUMBERS:
        raise Open311Error(400, _("Ask for at most %d ids at once.") % _MOST_NUMBERS)
    return numbers


def read_page(given: Mapping[str, str]) -> slice:
    """Read the extension `page` and `page_size` as a slice of the list."""
    page, size = _number(given, "page", 1, 100_000), _number(given, "page_size", MOST, MOST)
    return slice((page - 1) * size, page * size)


def _listed(given: Mapping[str, str], name: str) -> list[str]:
    return [text for part in given.get(name, "").split(",") if (text := clean(part))]


def _span(given: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    """Give the span of receipt: 90 days to now, or up to 90 days from or to what is given."""
    since, until = _moment(given, "start_date"), _moment(given, "end_date")
    if since is None:
        until = until or now
        return until - SPAN, until
    if until is None:
        return since, since + SPAN
    if not timedelta(0) <= until - since <= SPAN:
        raise Open311Error(
            400, _("end_date must lie after start_date, and not more than 90 days after it.")
        )
    return since, until


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return _read_moment(text)
    except (ValueError, OverflowError) as error:
        example = "2026-11-24T08:00:00Z"
        raise Open311Error(
            400,
            _("%(name)s must be a date and time such as %(example)s.")
            % {"name": name, "example": example},
        ) from error


def _read_moment(text: str) -> datetime:
    """Read ISO 8601 as an instant with room on both sides; `ValueError` or `OverflowError`."""
    if not text.isascii() or _RUN_TOGETHER.match(text):
        raise ValueError(text)
    found = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text))
    found = (found if found.tzinfo else make_aware(found)).astimezone(UTC)
    _room = found - SPAN, found + SPAN  # or `OverflowError`
    return found


def _codes(given: Mapping[str, str]) -> list[str]:
    codes = _listed(given, "service_code")
    known = choices.ever_services(codes) | {UNCLASSIFIED}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise Open311Error(404, _("There is no service_code %s.") % ", ".join(unknown)[:200])
    return codes


def _status(given: Mapping[str, str]) -> bool | None:
    wanted = set(_listed(given, "status"))
    if not wanted <= _STATUSES.keys():
        raise Open311Error(400, _("status must be open, closed or both, with a comma between."))
    return _STATUSES[wanted.pop()] if len(wanted) == 1 else None


def _number(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    try:
        return whole(text, least=1, most=most)
    except ValueError as error:
        raise Open311Error(
            400, _("%(name)s must be a number from 1 to %(most)d.") % {"name": name, "most": most}
        ) from error
