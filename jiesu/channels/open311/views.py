"""The doors of GeoReport v2."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.casework.errors import NotFoundError
from jiesu.casework.reading import access, gate, public
from jiesu.casework.reading.gate import PUBLIC
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.texts import clean
from jiesu.channels import keys, limits, photos
from jiesu.channels.models import ApiKey
from jiesu.channels.open311 import charsets, names, parameters, posting, records
from jiesu.channels.open311.doors import door
from jiesu.channels.open311.formats import JSON, Open311Error, answer
from jiesu.directory.lookup import choices

CHANGESET = "2026-11-24T00:00:00Z"  # of this implementation


@door("GET")
def discovery(request: HttpRequest, _asked: QueryDict, form: str) -> HttpResponse:
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
def services(_request: HttpRequest, _asked: QueryDict, form: str) -> HttpResponse:
    """List what may be reported."""
    return answer("services", [records.service(one) for one in choices.leaf_services()], form)


@door("GET")
def definition(_request: HttpRequest, _asked: QueryDict, form: str, code: str) -> HttpResponse:
    """Say what else is asked for a service."""
    service = choices.service(clean(code))
    if service is None:
        raise Open311Error(404, _("There is no service_code %s.") % code[:64])
    return answer("service_definition", records.definition(service), form)


@door("GET", "POST", known=names.LIST)
def requests(
    request: HttpRequest, asked: QueryDict, form: str, *, kept: bool = True
) -> HttpResponse:
    """List requests, or take one in."""
    if request.method == "POST":
        return _post(request, asked, form, kept=kept)
    numbers = parameters.read_numbers(asked)
    if numbers:
        return _listed(asked, form, list(_known(numbers)))
    search = parameters.read_search(asked, now=timezone.now())
    found = public.find(search, actor=PUBLIC)[parameters.read_page(asked)]
    return _listed(asked, form, [(appeal, False) for appeal in found])


def _known(numbers: Iterable[str]) -> Iterator[tuple[Appeal, bool]]:
    for number in numbers:
        with suppress(NotFoundError):
            yield _appeal(number)


def _post(request: HttpRequest, asked: QueryDict, form: str, *, kept: bool) -> HttpResponse:
    photos.take_whole(request)
    given = charsets.form_of(request)
    names.check(given, names.FORM)
    parameters.check_jurisdiction(given)
    key = _key(given.get("api_key") or asked.get("api_key") or "")
    now, limit = timezone.now(), limits.reports(by_key=True)
    limit.check(request, now=now)
    with nullcontext() if kept else _tried_only():
        appeal = posting.receive(request, given, key, now=now, kept=kept)
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


def _key(given: str) -> ApiKey:
    key = keys.holder(given, posting.CHANNEL)
    if key is None:
        raise Open311Error(403, _("api_key is missing or not in force. Ask for a key."))
    return key


@door("GET", known=names.ONE)
def one_request(_request: HttpRequest, asked: QueryDict, form: str, number: str) -> HttpResponse:
    """Show one request by its public number, or by its tracking code with all its words."""
    return _listed(asked, form, [_appeal(number)])


def _appeal(number: str) -> tuple[Appeal, bool]:
    try:
        return public.by_number(number, actor=PUBLIC), False
    except NotFoundError:
        return access.by_code(number), True


def _listed(asked: QueryDict, form: str, found: Iterable[tuple[Appeal, bool]]) -> HttpResponse:
    extended = asked.get("extensions") == "true"
    listed = [records.request(appeal, own=own, extended=extended) for appeal, own in found]
    return answer("service_requests", listed, form)


@door("GET")
def token(_request: HttpRequest, _asked: QueryDict, _form: str, number: str) -> HttpResponse:
    """Refuse kindly: an id is given at once, so there are no tokens to wait for."""
    raise Open311Error(404, _("There is no token %s: an id is given at once.") % number[:64])
