"""POST requests: a service request becomes a submission."""

import hashlib
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.stages import intake
from jiesu.casework.stages.intake import Submission
from jiesu.casework.texts import clean
from jiesu.channels import photos
from jiesu.channels.models import ApiKey
from jiesu.channels.open311.formats import Open311Error
from jiesu.directory.lookup import choices
from jiesu.directory.models import Service
from jiesu.directory.people import Actor

CHANNEL = "open311"
_LONGEST = 4_000  # characters of a description, by the standard


def receive(request: HttpRequest, key: ApiKey, *, now: datetime, kept: bool) -> Appeal:
    """Take a service request in; raises `Open311Error`, and `InvalidError` from the intake.

    One that is not `kept` is tried without its photos, whose files no transaction would undo.
    """
    submission = _submission(request, key, now)
    if not kept:
        submission = replace(submission, photos=())
    return intake.receive(submission, actor=Actor.machine(CHANNEL), now=now)


def _submission(request: HttpRequest, key: ApiKey, now: datetime) -> Submission:
    given = {name: text for name in request.POST if (text := clean(request.POST.get(name, "")))}
    service = _service(given)
    lat, lon = _place(given)
    return Submission(
        text=_text(given, service),
        channel=CHANNEL,
        idempotency_key=_idempotency_key(request, key, now),
        kind=given.get("attribute[kind]") or service.appeal_kind or Kind.HELP,
        secrecy=_secrecy(given),
        lat=lat,
        lon=lon,
        place_words=given.get("address_string", ""),
        service_code=service.code,
        name=" ".join(given[part] for part in ("first_name", "last_name") if part in given),
        phone=given.get("phone", ""),
        email=given.get("email", ""),
        photos=photos.sent_with(request),
    )


def _service(given: dict[str, str]) -> Service:
    code = given.get("service_code", "")
    if not code:
        raise Open311Error(400, _("service_code is missing. Choose one from the list of services."))
    service = choices.service(code)
    if service is None:
        raise Open311Error(404, _("There is no service_code %s.") % code[:64])
    return service


def _place(given: dict[str, str]) -> tuple[float | None, float | None]:
    lat, lon = given.get("lat"), given.get("long")
    if lat is None and lon is None:
        if "address_string" in given:
            return None, None
        raise Open311Error(400, _("Say where: give lat and long, or address_string."))
    try:
        return float(lat or ""), float(lon or "")
    except ValueError as error:
        raise Open311Error(400, _("lat and long must be numbers in degrees.")) from error


def _text(given: dict[str, str], service: Service) -> str:
    text = given.get("description", "")
    if len(text) > _LONGEST:
        raise Open311Error(
            400,
            _("description has %(length)d characters; at most %(most)d are taken.")
            % {"length": len(text), "most": _LONGEST},
        )
    media = given.get("media_url", "")[:500]
    picture = _("Picture: %s") % media if media else ""
    # The standard lets the description be left out; the service then says what it is about.
    return "\n".join(part for part in (text or service.name, picture) if part)


def _secrecy(given: dict[str, str]) -> str:
    """Give what was chosen; who says nothing of who they are is anonymous."""
    anybody = {"first_name", "last_name", "phone", "email"} & given.keys()
    default = Secrecy.NORMAL if anybody else Secrecy.ANONYMOUS
    return given.get("attribute[secrecy]") or default


def _idempotency_key(request: HttpRequest, key: ApiKey, now: datetime) -> str:
    """Give the key the client sends, or one from the request itself and the day.

    The standard knows no such key; the same words from the same program on one day are a retry.
    """
    given = request.headers.get("Idempotency-Key", "") or f"{now:%Y-%m-%d}"
    parts = sorted(request.POST.lists()) if "Idempotency-Key" not in request.headers else []
    return hashlib.sha256(f"{key.pk}\x1f{given}\x1f{parts}".encode()).hexdigest()
