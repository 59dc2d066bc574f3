"""What holds at every address of the interface: methods, parameters, and where there is nothing."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.urls import URLPattern, URLResolver, re_path
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from jiesu.casework.texts import one_line
from jiesu.channels.rest.responses.outputs import Fault

View = Callable[..., HttpResponse]
_FOR_EVERYBODY = ("/services", "/areas", "/openapi.json")
_ROOT = "api-root"  # the address above all others, which Ninja needs by this name
_COMPRESSED = GZipMiddleware(lambda _request: HttpResponse())  # what asks for it is sent so
_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses(api: NinjaAPI) -> tuple[Sequence[URLPattern | URLResolver], str, str]:
    """Give the addresses of the interface, each guarded, and an answer for all others."""
    patterns, app, space = api.urls
    nothing = _nothing(api)
    guarded: list[URLPattern | URLResolver] = []
    for one in patterns:
        if isinstance(one, URLPattern):
            view = nothing if one.name == _ROOT else _guarded(api, one.callback)
            guarded.append(URLPattern(one.pattern, view, one.default_args, one.name))
    return [*guarded, re_path("", nothing)], app, space


def refusing(api: NinjaAPI) -> Callable[[HttpRequest, int, str], HttpResponse]:
    """Give how it refuses what no view was reached by."""

    def refuse(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
        return _fault(api, request, status, Fault(error=sentence))

    return refuse


def _guarded(api: NinjaAPI, view: View) -> View:
    @csrf_exempt
    @wraps(view)
    def around(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wrong = _wrong_parameters(api, request)
        if wrong:
            sentence = _("Some parameters would be passed over; see which, and correct them.")
            return _fault(api, request, 422, Fault(error=sentence, fields=wrong))
        response = _as_get(view, request, *args, **kwargs)
        if response.status_code == 405:  # noqa: PLR2004  (Method Not Allowed)
            return _other_method(api, request, response["Allow"])
        response = _unless_known(request, response)
        if request.path.endswith(_FOR_EVERYBODY):
            response["Access-Control-Allow-Origin"] = "*"
            return cast("HttpResponse", _COMPRESSED.process_response(request, response))
        return response

    return around


def _as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer `HEAD` as `GET`; the server leaves the body out."""
    asked = request.method
    request.method = "GET" if asked == "HEAD" else asked
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = asked


def _other_method(api: NinjaAPI, request: HttpRequest, allow: str) -> HttpResponse:
    allowed = sorted(set(re.split(r",\s*", allow)) | {"OPTIONS"})
    allowed += ["HEAD"] if "GET" in allowed else []
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
    else:
        fault = Fault(error=_("Use %s here.") % ", ".join(allowed))
        response = _fault(api, request, 405, fault)
    response["Allow"] = ", ".join(allowed)
    if request.path.endswith(_FOR_EVERYBODY):
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = response["Allow"]
    return response


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 where the caller has this very answer already (`If-None-Match`)."""
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:  # noqa: PLR2004  (OK)
        return response
    set_response_etag(response)
    known = get_conditional_response(request, etag=response["ETag"], response=response)
    return cast("HttpResponse", known)


def _wrong_parameters(api: NinjaAPI, request: HttpRequest) -> dict[str, str]:
    """Name the parameters of the address that nothing would read, or only the last of them."""
    if not request.GET:
        return {}
    route = request.resolver_match.route if request.resolver_match else ""
    known = _described(api).get((_VARIABLE.sub(r"{\1}", f"/{route}"), str(request.method)), ())
    return dict(_faults(request, known))


def _faults(request: HttpRequest, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, values in request.GET.lists():
        shown = one_line(name)[:64]
        if name not in known:
            yield shown, _("There is no such parameter here.")
        elif len(values) > 1:
            yield shown, _("It was given more than once, and only one can be meant.")


@cache
def _described(api: NinjaAPI) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give, by address and method, the parameters that the description of the interface names."""
    found = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            asked = (one for one in operation.get("parameters", ()) if one["in"] == "query")
            found[path, method.upper()] = tuple(one["name"] for one in asked)
    return {**found, **{(path, "HEAD"): v for (path, m), v in found.items() if m == "GET"}}


def _nothing(api: NinjaAPI) -> View:
    @csrf_exempt
    def nothing(request: HttpRequest) -> HttpResponse:
        sentence = _("There is nothing at this address; /api/v1/openapi.json describes all.")
        return _fault(api, request, 404, Fault(error=sentence))

    return nothing


def _fault(api: NinjaAPI, request: HttpRequest, status: int, fault: Fault) -> HttpResponse:
    return api.create_response(request, fault, status=status)
