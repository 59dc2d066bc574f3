"""The edge: who calls and when, and how refusals leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from jiesu.casework.errors import (
    CaseworkError,
    InvalidError,
    KeyReusedError,
    NotFoundError,
    OvertakenError,
    TooOftenError,
)
from jiesu.channels import keys
from jiesu.channels.rest.bodies import BodyError
from jiesu.channels.rest.responses.outputs import Fault
from jiesu.directory.people import Actor, actor_for

CHANNEL = "rest"
_log = structlog.get_logger()

# Error → HTTP status; the first that fits.
_STATUS: tuple[tuple[type[CaseworkError], int], ...] = (
    (NotFoundError, 404),
    (OvertakenError, 409),
    (KeyReusedError, 409),
    (InvalidError, 422),
    (TooOftenError, 429),
    (CaseworkError, 403),
)


class Request(HttpRequest):
    """A request as a view behind one of the locks below sees it."""

    auth: Actor
    sender: str  # whose keys a retry is known by


class KeyAuth(HttpBearer):
    """A key of `jiesu key new --channel rest`, as a bearer token."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Give the one whom the key stands for: a member of the staff, or residents."""
        key = keys.holder(token, CHANNEL)
        if key is None:
            return None
        cast("Request", request).sender = f"key-{key.pk}"
        if key.person is None:
            return Actor.machine(CHANNEL)
        return actor_for(key.person, on=timezone.localdate())


class StaffAuth(SessionAuth):
    """The session of a signed-in member of the staff; the form token is then needed too."""

    def _get_key(self, request: HttpRequest) -> str | None:
        """Ask for the form token only where there is a session that could be misused."""
        return super()._get_key(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002  (as above)
        """Give the member of the staff."""
        user = request.user
        cast("Request", request).sender = f"person-{user.pk}"
        return actor_for(user, on=timezone.localdate()) if user.is_authenticated else None


LOCKS = [KeyAuth(), StaffAuth()]


def read_clock() -> datetime:
    """Read the clock, once per request."""
    return timezone.now()


# What the law calls what this door has under another name.
_CALLED_HERE = {"service": "service_code", "area": "area_code", "place": "lat"}
_CALLED_HERE |= {"accused_unit": "accused_unit_code", "unit": "unit_code"}
# Django's words for broken forms, and for those that break off.
_BROKEN = (SuspiciousOperation, MultiPartParserError, BadRequest, UnreadablePostError)


def tell_refusals(api: NinjaAPI) -> None:
    """Let every refusal leave as a `Fault` with its status."""

    def leave(request: HttpRequest, status: int, fault: Fault) -> HttpResponse:
        return api.create_response(request, fault, status=status)

    @api.exception_handler(CaseworkError)
    def _refused(request: HttpRequest, error: CaseworkError) -> HttpResponse:
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        response = leave(request, status, Fault(error=str(error), fields=_by_field(error)))
        if isinstance(error, TooOftenError):
            response["Retry-After"] = str(error.seconds)
        return response

    @api.exception_handler(ValidationError)
    def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {_field(one["loc"]): one["msg"] for one in error.errors}
        sentence = _("Something that was sent cannot be read; see which fields, and correct them.")
        return leave(request, 422, Fault(error=sentence, fields=fields))

    @api.exception_handler(AuthenticationError)
    def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        sentence = _("Send a key that is in force, as `Authorization: Bearer …`, or sign in.")
        response = leave(request, 401, Fault(error=sentence))
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(RequestDataTooBig)
    def _too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return leave(request, 413, Fault(error=_("This is too much at once; send less.")))

    @api.exception_handler(HttpError)
    def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return leave(request, error.status_code, Fault(error=_sentence(error)))

    @api.exception_handler(Exception)
    def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, _BROKEN):
            return leave(request, 400, Fault(error=_("The form is broken, or not UTF-8.")))
        _log.error("rest failed", exc_info=error)
        sentence = _("Something failed here and was noted. Try again with the same key.")
        return leave(request, 500, Fault(error=sentence))


def _by_field(error: CaseworkError) -> dict[str, str]:
    """Give the sentences of the law by the names that this door has for its fields."""
    told = error.sentences if isinstance(error, InvalidError) else {}
    return {_CALLED_HERE.get(field, field): sentence for field, sentence in told.items()}


def _field(place: Sequence[str | int]) -> str:
    """Name a field as it stands in what was sent: without where that is, and our own name of it."""
    where, *steps = place
    whole = {"body", "form"} & {where} and len(steps) > 1
    return ".".join(map(str, steps[1:] if whole else steps))


def _sentence(error: HttpError) -> str:
    if isinstance(error.__cause__, BodyError):
        return str(error.__cause__)
    if error.status_code == 403:  # noqa: PLR2004  (Forbidden)
        return _("This was refused (%s). A page must send its form token along.") % error
    return _("This was refused (%s).") % error
