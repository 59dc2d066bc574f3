"""POST requests: a service request becomes a submission."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.casework.texts import clean, one_line
from jiesu.channels import photos
from jiesu.channels.models import ApiKey
from jiesu.channels.open311.formats import Open311Error
from jiesu.directory.lookup import choices
from jiesu.directory.models import Service
from jiesu.directory.people import Actor
from jiesu.rules.numbers import decimal
from jiesu.rules.policy import SAMPLE

CHANNEL = "open311"
_LONGEST = 4_000  # characters of a description, by the standard
_LONGEST_LINK = 500  # characters
_SHORTEST_KEY, _LONGEST_KEY = 8, 128  # characters


def receive(
    request: HttpRequest, form: QueryDict, key: ApiKey, *, now: datetime, kept: bool
) -> Appeal:
    """Take the form of a request in; raises `Open311Error`, and `InvalidError` from the intake.

    One that is not `kept` is tried without its photos, whose files no transaction would undo.
    """
    submission = _submission(request, form, key)
    if not kept:
        submission = replace(submission, photos=())
    return intake.receive(submission, actor=Actor.machine(CHANNEL), now=now)


def _submission(request: HttpRequest, form: QueryDict, key: ApiKey) -> Submission:
    given = {name: text for name in form if (text := clean(form.get(name, "")))}
    service = _service(given)
    lat, lon = _place(given)
    return Submission(
        text=_text(given, service, form.getlist("media_url")),
        channel=CHANNEL,
        idempotency_key=_idempotency_key(request),
        sender=f"key-{key.pk}",
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
        if "address_id" in given:
            sentence = _(
                "address_id is a number of your own list of addresses, which is not known here. "
                "Give lat and long, or address_string."
            )
            raise Open311Error(400, sentence)
        raise Open311Error(400, _("Say where: give lat and long, or address_string."))
    try:
        return decimal(lat or ""), decimal(lon or "")
    except ValueError as error:
        raise Open311Error(400, _("lat and long must be numbers in degrees.")) from error


def _text(given: dict[str, str], service: Service, links: Sequence[str]) -> str:
    text = given.get("description", "")
    if len(text) > _LONGEST:
        raise Open311Error(
            400,
            _("description has %(length)d characters; at most %(most)d are taken.")
            % {"length": len(text), "most": _LONGEST},
        )
    # The standard lets the description be left out; the service then says what it is about.
    return "\n".join([text or service.name, *_pictures(links)])


def _pictures(links: Sequence[str]) -> list[str]:
    """Note each link to a picture on a line; none is fetched."""
    found = list(dict.fromkeys(link for text in links if (link := one_line(text))))
    most = SAMPLE.uploads.photos
    if len(found) > most or any(len(link) > _LONGEST_LINK for link in found):
        raise Open311Error(
            400,
            _("At most %(most)d addresses of pictures are taken, of %(length)d characters each.")
            % {"most": most, "length": _LONGEST_LINK},
        )
    return [_("Picture: %s") % link for link in found]


def _secrecy(given: dict[str, str]) -> str:
    """Give what was chosen; who says nothing of who they are is anonymous."""
    anybody = {"first_name", "last_name", "phone", "email"} & given.keys()
    default = Secrecy.NORMAL if anybody else Secrecy.ANONYMOUS
    return given.get("attribute[secrecy]") or default


def _idempotency_key(request: HttpRequest) -> str:
    """Give the key the client sends; without one nothing that comes is taken for a retry.

    The standard knows no such key, so two people who say the same in the same words are two.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return secrets.token_hex()
    if not _SHORTEST_KEY <= len(given.strip()) <= _LONGEST_KEY:
        raise Open311Error(
            400,
            _("Idempotency-Key must have %(least)d to %(most)d characters, or be left out.")
            % {"least": _SHORTEST_KEY, "most": _LONGEST_KEY},
        )
    return given.strip()
