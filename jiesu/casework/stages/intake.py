"""Taking appeals in (受理): receive, accept, redirect, answer."""

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiesu.casework.assist import suggestions, triage
from jiesu.casework.errors import InvalidError
from jiesu.casework.identity import phones, vault
from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.ledger import clock, record
from jiesu.casework.models import Appeal, Reply, WorkOrder
from jiesu.casework.reading import search
from jiesu.casework.stages.receiving import attachments, retries
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.casework.texts import clean, one_line, required, title_of, too_long
from jiesu.directory import policy
from jiesu.directory.lookup import areas
from jiesu.directory.models import Area, Service, Stage, Unit
from jiesu.directory.people import Actor
from jiesu.rules.grounds import RedirectGround
from jiesu.rules.lifecycle import Action, Outcome, State
from jiesu.rules.policy import SAMPLE
from jiesu.rules.timing.plausible import Span

_TEXTS = SAMPLE.texts
# Crockford's base 32 has no letters that are mistaken for digits; 16 of its signs are 80 bits.
_CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)


def receive(submission: Submission, *, actor: Actor, now: datetime) -> Appeal:
    """Take an appeal in and give it with its tracking code, after the commit.

    The same again under the same key gives the same appeal. Raises `InvalidError`, and
    `KeyReusedError` where something else came under the key.
    """
    again = retries.earlier(submission)
    if again:
        return again
    ready = _made_ready(submission, now)
    try:
        return _write(ready, actor, now)
    except IntegrityError:  # the other of two clicks was first
        again = retries.earlier(submission)
        if again is None:
            raise
        return again


@dataclass(frozen=True)
class _Ready:
    """A checked appeal and all that is written with it."""

    appeal: Appeal
    urgency: str
    due_at: datetime
    contact: vault.Contact
    photos: list[attachments.Prepared]


def _made_ready(submission: Submission, now: datetime) -> _Ready:
    """Find out all that can be known before the transaction, which keeps others waiting."""
    appeal = _checked(submission, now)
    urgency = triage.of_appeal(appeal).urgency
    matter = policy.matter(urgency, service=appeal.service, kind=appeal.kind)
    due_at = clock.due_at(Stage.ACCEPT, matter, now=now)
    contact = vault.Contact(
        one_line(submission.name),
        one_line(submission.phone),
        one_line(submission.email),
        one_line(submission.address),
    )
    return _Ready(appeal, urgency, due_at, contact, attachments.prepare(submission.photos))


@transaction.atomic
def _write(ready: _Ready, actor: Actor, now: datetime) -> Appeal:
    appeal, contact = ready.appeal, ready.contact
    if appeal.secrecy != Secrecy.ANONYMOUS:
        appeal.identity = vault.keep(contact, now=now)
        appeal.appellant_key = vault.index(
            "appellant", phones.digits_of(contact.phone) or contact.email.lower()
        )
    work_order = WorkOrder(
        state=State.REGISTERED,
        service=appeal.service,
        area=appeal.area,
        urgency=ready.urgency,
        lat=appeal.lat,
        lon=appeal.lon,
        created_at=now,
        state_since=now,
        due_at=ready.due_at,
    )
    payload = {"channel": appeal.channel, "kind": appeal.kind}
    record.register(
        [(work_order, appeal)], "appeal.received", actor=actor, now=now, payload=payload
    )
    clock.promise(work_order, Stage.ACCEPT, ready.due_at, now=now)
    attachments.attach(ready.photos, appeal=appeal)
    return appeal


def _checked(submission: Submission, now: datetime) -> Appeal:
    """Make the appeal of a submission, or raise with a sentence for every field at fault."""
    sentences: dict[str, str] = {}
    text = clean(submission.text)
    _check_words(submission, text, sentences)
    _check_choices(submission, sentences)
    _check_time(submission.said_at, sentences, now)
    service = _service(submission.service_code, sentences)
    area = _area(submission, sentences)
    if sentences:
        raise InvalidError(sentences)
    title = one_line(submission.title) or title_of(text)
    return Appeal(
        code=new_code(),
        channel=submission.channel,
        idempotency_key=retries.key_of(submission),
        fingerprint=retries.fingerprint(submission),
        source=submission.source,
        source_id=submission.source_id,
        kind=submission.kind,
        title=title,
        text=text,
        words=search.words(f"{title} {text} {submission.place_words}"),
        language=get_language() or "zh-hans",
        secrecy=_secrecy(submission),
        lat=submission.lat,
        lon=submission.lon,
        place_words=one_line(submission.place_words),
        area=area,
        service=service,
        said_at=submission.said_at or now,
        received_at=now,
    )


def new_code() -> str:
    """Draw a tracking code that nobody can guess."""
    return base64.b32encode(secrets.token_bytes(10)).translate(_CROCKFORD).decode()


def _secrecy(submission: Submission) -> str:
    """Keep who reports wrongdoing from the units, whatever was chosen (F3.9)."""
    if submission.kind == Kind.WHISTLEBLOW_REPORT and submission.secrecy == Secrecy.NORMAL:
        return Secrecy.CONFIDENTIAL
    return submission.secrecy


def _check_words(submission: Submission, text: str, sentences: dict[str, str]) -> None:
    if not text:
        sentences["text"] = _("Please say in a few words what happened.")
    limits = {"text": (text, _TEXTS.text), "place_words": (submission.place_words, _TEXTS.place)}
    lines = ("title", "name", "phone", "address")
    limits |= {field: (getattr(submission, field), _TEXTS.line) for field in lines}
    for field, (words, limit) in limits.items():
        sentence = too_long(words, limit)
        if sentence:
            sentences[field] = sentence
    if submission.phone.strip() and not phones.is_phone(submission.phone):
        sentences["phone"] = _("This is no telephone number. Correct it or leave it out.")
    if submission.email:
        try:
            validate_email(submission.email.strip())
        except ValidationError:
            sentences["email"] = _("This is no e-mail address. Correct it or leave it out.")


def _check_choices(submission: Submission, sentences: dict[str, str]) -> None:
    if submission.kind not in Kind.values:
        sentences["kind"] = _("Choose what kind of appeal it is.")
    if submission.secrecy not in Secrecy.values:
        sentences["secrecy"] = _("Choose who may know who you are.")
    if not 8 <= len(submission.idempotency_key) <= 128:  # noqa: PLR2004  (the column's width)
        sentences["idempotency_key"] = _("The key of the form is missing. Open the form again.")


def _check_time(said_at: datetime | None, sentences: dict[str, str], now: datetime) -> None:
    """Let nothing be said before there were such services, or after it is handed in."""
    past = Span.around(now).past
    if said_at is None or past.hold(said_at):
        return
    sentences["said_at"] = (
        _("The time at which it was said lies ahead. Check date and time zone, or leave it out.")
        if said_at > past.last
        else _("The time at which it was said lies before {year}. Correct it or leave it out.")
    ).format(year=past.first.year)


def _service(code: str, sentences: dict[str, str]) -> Service | None:
    service = Service.objects.filter(code=code, active=True).first() if code else None
    if code and service is None:
        sentences["service"] = _("This kind of matter is not on the list. Choose another one.")
    return service


def _area(submission: Submission, sentences: dict[str, str]) -> Area | None:
    """Find the area by point, else by code; a point outside the city is asked about."""
    lat, lon = submission.lat, submission.lon
    if (lat is None) != (lon is None):
        sentences["place"] = _("A place needs both latitude and longitude.")
    if lat is None or lon is None:
        return _area_by_code(submission.area_code, sentences)
    found = areas.locate(lat, lon)
    if found is None and areas.known():
        sentences["place"] = (
            _("Latitude and longitude seem to be swapped. Mark the place on the map again.")
            if areas.locate(lon, lat)
            else _("This place lies outside the city. Mark it on the map again.")
        )
    elif not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004  (the poles, the date line)
        sentences["place"] = _("Latitude goes from -90 to 90 degrees, longitude from -180 to 180.")
    return found


def _area_by_code(code: str, sentences: dict[str, str]) -> Area | None:
    area = Area.objects.filter(code=code).first() if code else None
    if code and area is None:
        sentences["area"] = _("This area is not known. Choose another one.")
    return area


@transaction.atomic
def accept(  # noqa: PLR0913  (what the operator decides)
    work_order: WorkOrder,
    *,
    service: Service,
    urgency: str,
    area: Area | None = None,
    accused_unit: Unit | None = None,
    shown: Collection[int] = (),
    actor: Actor,
    now: datetime,
) -> None:
    """Take a matter up as one of the city's services.

    `shown` are the suggestions that the operator had in view, by their ids.
    """
    work_order.urgency, work_order.service = urgency, service  # by which the clocks are set
    changes = {
        "service": service,
        "urgency": urgency,
        "area": area or work_order.area,
        "accused_unit": accused_unit,
        "accepted_at": now,
    }
    payload = {"service": service.code, "urgency": urgency}
    record.apply(work_order, Action.ACCEPT, actor=actor, now=now, changes=changes, payload=payload)
    # What is taken up by itself is, so far, the same as nothing that was suggested.
    decided = {"service": service.code, "urgency": urgency, "duplicate": ""}
    suggestions.settle(work_order, decided, shown=shown, actor=actor, now=now)


@transaction.atomic
def redirect(
    work_order: WorkOrder, *, ground: str, explanation: str, actor: Actor, now: datetime
) -> None:
    """Name the lawful channel for a matter that is not the hotline's."""
    text = required(explanation, "explanation")
    changes = {
        "outcome": Outcome.REDIRECTED,
        "completed_at": now,
    }
    payload = {"ground": RedirectGround(ground)}
    entry = record.apply(
        work_order, Action.REDIRECT, actor=actor, now=now, changes=changes, payload=payload
    )
    record.explain(work_order, entry, text, ground=ground, public=True)
    suggestions.let_lapse(work_order)


@transaction.atomic
def answer(
    work_order: WorkOrder, *, text: str, basis: str = "", actor: Actor, now: datetime
) -> None:
    """Answer at the desk what needs nobody else."""
    words = required(text, "text")
    changes = {
        "outcome": Outcome.ANSWERED,
        "replied_at": now,
        "completed_at": now,
    }
    record.apply(work_order, Action.ANSWER, actor=actor, now=now, changes=changes)
    Reply.objects.create(
        work_order=work_order,
        text=words,
        basis=one_line(basis)[:300],
        outcome=Outcome.ANSWERED,
        by_id=actor.person_id,
        at=now,
    )
    suggestions.let_lapse(work_order)
