"""What holds at every door: which methods, which parameters, and how refusals leave."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import structlog
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jiesu.casework.errors import (
    CaseworkError,
    InvalidError,
    KeyReusedError,
    NotFoundError,
    TooOftenError,
)
from jiesu.channels.open311 import charsets, names, parameters
from jiesu.channels.open311.formats import JSON, XML, Open311Error, refusal

View = Callable[..., HttpResponse]

_COMPRESSED = GZipMiddleware(lambda _request: HttpResponse())  # what asks for it is sent so
_log = structlog.get_logger()
_STATUS: dict[type[CaseworkError], int] = {
    NotFoundError: 404,
    KeyReusedError: 409,
    TooOftenError: 429,
}
# Django's words for too much at once, for broken forms, and for those that break off.
_BROKEN = (SuspiciousOperation, MultiPartParserError, BadRequest, UnreadablePostError)


def door(*methods: str, known: frozenset[str] = names.EVERYWHERE) -> Callable[[View], View]:
    """Open a view to machines; whatever goes wrong is told in the format they asked for.

    The view is given the request, the parameters of its address, all of them `known`, and the
    format. Whoever may `GET` may ask for the head alone.
    """
    allowed = (*methods, *(("HEAD",) if "GET" in methods else ()), "OPTIONS")

    def around(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, form: str | None = None, **kwargs: Any) -> HttpResponse:
            form = form or XML
            try:
                response = _unless_known(request, _answered(request, form, **kwargs))
            except Exception as error:  # noqa: BLE001  (a program reads no page of ours)
                response = refusal(_told(error), form)
                if isinstance(error, TooOftenError):
                    response["Retry-After"] = str(error.seconds)
            response["Allow"] = ", ".join(allowed)
            return cast("HttpResponse", _COMPRESSED.process_response(request, response))

        def _answered(request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                return _options(allowed)
            if request.method not in allowed:
                raise Open311Error(405, _("Use %s here.") % ", ".join(methods))
            asked = charsets.query_of(request)
            names.check(asked, names.EVERYWHERE if request.method == "POST" else known)
            parameters.check_jurisdiction(asked)
            return view(request, asked, form, **kwargs)

        return guarded

    return around


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 where the caller has this very answer already (`If-None-Match`)."""
    if request.method not in {"GET", "HEAD"}:
        return response
    set_response_etag(response)
    known = get_conditional_response(request, etag=response["ETag"], response=response)
    return cast("HttpResponse", known)


def _options(allowed: tuple[str, ...]) -> HttpResponse:
    """Say what may be done here, also to browsers that ask before they send."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join(allowed)
    response["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    del response["Content-Type"]
    return response


def refuse(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Refuse what no door was reached by, in the format that the address ends in."""
    form = JSON if request.path_info.endswith(f".{JSON}") else XML
    return refusal(Open311Error(status, sentence), form)


def _told(error: Exception) -> Open311Error:
    """Give what went wrong as a refusal; what nobody foresaw is logged too."""
    if isinstance(error, Open311Error):
        return error
    if isinstance(error, CaseworkError):
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 400)
        many = error.sentences.values() if isinstance(error, InvalidError) else (str(error),)
        return Open311Error(status, *many)
    if isinstance(error, _BROKEN):
        return Open311Error(400, _("The form is too large or broken; only photos may be large."))
    _log.error("open311 failed", exc_info=error)
    return Open311Error(
        500, _("Something failed here and was noted. Try again with the same Idempotency-Key.")
    )


@door("GET", "POST", known=frozenset())
def unknown(_request: HttpRequest, _asked: QueryDict, _form: str) -> HttpResponse:
    """Say that there is nothing, in the format that the address ends in."""
    raise Open311Error(404, _("There is nothing at this address; /open311/discovery names all."))
