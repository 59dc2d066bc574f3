"""The doors of GeoReport v2."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jiesu.casework.errors import CaseworkError, InvalidError, NotFoundError, TooOftenError
from jiesu.casework.reading import access, gate, public
from jiesu.casework.reading.gate import PUBLIC
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.texts import clean
from jiesu.channels import keys, limits, photos
from jiesu.channels.models import ApiKey
from jiesu.channels.open311 import parameters, posting, records
from jiesu.channels.open311.formats import JSON, XML, Open311Error, answer, refusal
from jiesu.directory.lookup import choices

View = Callable[..., HttpResponse]

_STATUS: dict[type[CaseworkError], int] = {NotFoundError: 404, TooOftenError: 429}
CHANGESET = "2026-11-24T00:00:00Z"  # of this implementation


def door(*methods: str) -> Callable[[View], View]:
    """Open a view to machines; whatever goes wrong is told in the format they asked for."""

    def around(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, form: str = XML, **kwargs: Any) -> HttpResponse:
            try:
                _check_method(request, methods)
                parameters.check_jurisdiction(request.GET)
                return view(request, form, **kwargs)
            except Open311Error as error:
                return refusal(error, form)
            except SuspiciousOperation:  # Django's word for too much, or for broken forms
                sentence = _("The form is too large or broken; only photos may be large.")
                return refusal(Open311Error(400, sentence), form)
            except CaseworkError as error:
                return _refused(error, form)

        return guarded

    return around


def _refused(error: CaseworkError, form: str) -> HttpResponse:
    sentences = error.sentences.values() if isinstance(error, InvalidError) else (str(error),)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
    response = refusal(Open311Error(status, *sentences), form)
    if isinstance(error, TooOftenError):
        response["Retry-After"] = str(error.seconds)
    return response


def _check_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise Open311Error(405, _("Use %s here.") % ", ".join(methods))


@door("GET")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Tell where what is offered; without a charset, which some validators refuse."""
    root = request.build_absolute_uri("/open311")
    content = {
        "changeset": CHANGESET,
        "contact": _("Ask the service that runs this address."),
        "key_service": _("Ask the service that runs this address for a key to post requests."),
        "endpoints": [
            _endpoint(f"{root}/v2", "production"),
            _endpoint(f"{root}/test/v2", "test"),  # checks and answers, and keeps nothing
        ],
    }
    response = answer("discovery", content, form)
    response["Content-Type"] = "application/json" if form == JSON else "text/xml"
    return response


def _endpoint(url: str, kind: str) -> records.Record:
    return {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": url,
        "changeset": CHANGESET,
        "type": kind,
        "formats": ["text/xml", "application/json"],
    }


@door("GET")
def services(_request: HttpRequest, form: str) -> HttpResponse:
    """List what may be reported."""
    return answer("services", [records.service(one) for one in choices.leaf_services()], form)


@door("GET")
def definition(_request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Say what else is asked for a service."""
    service = choices.service(clean(code))
    if service is None:
        raise Open311Error(404, _("There is no service_code %s.") % code[:64])
    return answer("service_definition", records.definition(service), form)


@door("GET", "POST")
def requests(request: HttpRequest, form: str, *, kept: bool = True) -> HttpResponse:
    """List requests, or take one in."""
    if request.method == "POST":
        return _post(request, form, kept=kept)
    numbers = parameters.read_numbers(request.GET)
    if numbers:
        return _listed(request, form, list(_known(numbers)))
    search = parameters.read_search(request.GET, now=timezone.now())
    found = public.find(search, actor=PUBLIC)[parameters.read_page(request.GET)]
    return _listed(request, form, [(appeal, False) for appeal in found])


def _known(numbers: Iterable[str]) -> Iterator[tuple[Appeal, bool]]:
    for number in numbers:
        with suppress(NotFoundError):
            yield _appeal(number)


def _post(request: HttpRequest, form: str, *, kept: bool) -> HttpResponse:
    photos.take_whole(request)
    parameters.check_jurisdiction(request.POST)
    now, key, limit = timezone.now(), _key(request), limits.reports(by_key=True)
    limit.check(request, now=now)
    with nullcontext() if kept else _tried_only():
        appeal = posting.receive(request, key, now=now, kept=kept)
        limit.count(request, now=now)
        number = appeal.first_work_order.number if gate.is_public(appeal) else appeal.code
    notice = _("Keep the tracking code %s: with it the report can be followed, rated and reopened.")
    content = {
        "service_request_id": number,
        "service_notice": notice % appeal.spaced_code,
        "tracking_code": appeal.code,
    }
    return answer("service_requests", [content], form, 201)


@contextmanager
def _tried_only() -> Iterator[None]:
    """Undo what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _key(request: HttpRequest) -> ApiKey:
    given = request.POST.get("api_key") or request.GET.get("api_key") or ""
    key = keys.holder(given, posting.CHANNEL)
    if key is None:
        raise Open311Error(403, _("api_key is missing or not in force. Ask for a key."))
    return key


@door("GET")
def one_request(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """Show one request by its public number, or by its tracking code with all its words."""
    return _listed(request, form, [_appeal(number)])


def _appeal(number: str) -> tuple[Appeal, bool]:
    try:
        return public.by_number(number, actor=PUBLIC), False
    except NotFoundError:
        return access.by_code(number), True


def _listed(request: HttpRequest, form: str, found: Iterable[tuple[Appeal, bool]]) -> HttpResponse:
    extended = request.GET.get("extensions") == "true"
    listed = [records.request(appeal, own=own, extended=extended) for appeal, own in found]
    return answer("service_requests", listed, form)


@door("GET")
def token(_request: HttpRequest, _form: str, number: str) -> HttpResponse:
    """Refuse kindly: an id is given at once, so there are no tokens to wait for."""
    raise Open311Error(404, _("There is no token %s: an id is given at once.") % number[:64])
