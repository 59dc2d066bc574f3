"""For residents' programs: hand an appeal in, and all that its tracking code opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Router, Status, UploadedFile
from ninja.decorators import decorate_view

from jiesu.casework.errors import RefusedError
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.stages import follow_up, intake, merging
from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.channels import limits
from jiesu.channels.photos import sent_with, take_whole
from jiesu.channels.rest import inputs, step_inputs
from jiesu.channels.rest.edge import CHANNEL, LOCKS, Request, read_clock
from jiesu.channels.rest.responses.outputs import Fault, Named, OwnAppeal, Received
from jiesu.directory.lookup import choices
from jiesu.directory.people import Actor
from jiesu.rules.roles import Permission

router = Router(tags=["appeals"])

_REFUSALS = dict.fromkeys((400, 403, 404, 409, 413, 422, 429), Fault)


def _with_whole_files(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(run)
    def around(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        take_whole(request)
        return run(request, *args, **kwargs)

    return around


@router.get("/services", response=list[Named])
def services(request: HttpRequest) -> list[Named]:
    """List what an appeal may be about."""
    return [Named.of(service) for service in choices.leaf_services()]


@router.get("/areas", response=list[Named])
def areas(request: HttpRequest) -> list[Named]:
    """List the areas of the city, each beneath its parent."""
    return [Named.of(area) for area in choices.areas()]


@router.post("/appeals", response={201: Received, 401: Fault, **_REFUSALS}, auth=LOCKS)
def receive(request: Request, given: inputs.NewAppeal) -> Status[Received]:
    """Take an appeal in; the same key with the same words gives the same appeal again."""
    return _taken(request, given)


@router.post("/appeals/with-photos", response={201: Received, 401: Fault, **_REFUSALS}, auth=LOCKS)
@decorate_view(_with_whole_files)
def receive_with_photos(
    request: Request, appeal: Form[str], photos: File[list[UploadedFile]]
) -> Status[Received]:
    """Take an appeal in with its photos: in a form, the appeal as JSON beside the files."""
    inputs.check_form(request.POST)
    return _taken(request, inputs.appeal_in(appeal), sent_with(request))


def _taken(
    request: Request, given: inputs.Input, photos: tuple[Photo, ...] = ()
) -> Status[Received]:
    actor = request.auth
    if actor.kind == "staff" and not actor.may(Permission.APPEAL_RECEIVE):
        raise RefusedError(_("Your account may not record appeals on behalf of residents."))
    submission = Submission.of(
        given.model_dump(), channel=CHANNEL, photos=photos, sender=request.sender
    )
    now, limit = read_clock(), limits.reports(by_key=True)
    limit.check(request, now=now)
    appeal = intake.receive(submission, actor=actor, now=now)
    limit.count(request, now=now)
    return Status(201, Received(code=appeal.code, number=appeal.first_work_order.number))


@router.get("/appeals/{code}", response={200: OwnAppeal, **_REFUSALS})
def follow(request: HttpRequest, code: Path[inputs.TrackingCode]) -> OwnAppeal:
    """Show an appeal to the holder of its tracking code."""
    return OwnAppeal.of(access.by_code(code))


@router.post("/appeals/{code}/rating", response={200: OwnAppeal, **_REFUSALS})
def rate(
    request: HttpRequest, code: Path[inputs.TrackingCode], given: step_inputs.Opinion
) -> OwnAppeal:
    """Take the appellant's view of the reply; `no` sends the matter back to work."""
    appeal, actor = _opened(code)
    opinion = follow_up.Opinion(**given.model_dump())
    follow_up.rate(appeal, opinion, actor=actor, now=read_clock())
    return OwnAppeal.of(access.by_code(code))


@router.post("/appeals/{code}/contest", response={200: OwnAppeal, **_REFUSALS})
def contest(
    request: HttpRequest, code: Path[inputs.TrackingCode], given: inputs.Contest
) -> OwnAppeal:
    """Ask again for what was not taken up or sent to another channel."""
    appeal, actor = _opened(code)
    follow_up.contest(appeal, reason=given.reason, actor=actor, now=read_clock())
    return OwnAppeal.of(access.by_code(code))


@router.post("/appeals/{code}/unmerge", response={200: OwnAppeal, **_REFUSALS})
def unmerge(request: HttpRequest, code: Path[inputs.TrackingCode]) -> OwnAppeal:
    """Give an appeal its own way again, where its appellant says that it is another matter."""
    appeal, actor = _opened(code)
    merging.unmerge(appeal, actor=actor, now=read_clock())
    return OwnAppeal.of(access.by_code(code))


@router.post("/appeals/{code}/withdrawal", response={200: OwnAppeal, **_REFUSALS})
def withdraw(
    request: HttpRequest, code: Path[inputs.TrackingCode], given: inputs.Withdrawal
) -> OwnAppeal:
    """Take an appeal back; one who is pressed to do so keeps it, and is protected."""
    appeal, actor = _opened(code)
    follow_up.withdraw(appeal, pressed=given.pressed, actor=actor, now=read_clock())
    return OwnAppeal.of(access.by_code(code))


def _opened(code: str) -> tuple[Appeal, Actor]:
    """Give the appeal of a tracking code, and its holder as the one who acts."""
    appeal = access.by_code(code)
    return appeal, Actor.resident(appeal.pk)
