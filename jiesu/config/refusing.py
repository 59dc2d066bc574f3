"""Refusals before any view is reached: as a page, or in the form of the channel they concern."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jiesu.config import wiring
from jiesu.rules.policy import SAMPLE
from jiesu.web import errors, uploads

Refuse = Callable[[HttpRequest, int, str], HttpResponse]


def _of_channel(request: HttpRequest) -> Refuse | None:
    """Give how the channel refuses under whose root the address stands, if it is of one."""
    path = request.path_info.lstrip("/")
    found = (one.refuse for one in wiring.CHANNELS if one.root and path.startswith(one.root))
    return next(found, None)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    refuse = _of_channel(request)
    if refuse is None:
        return errors.bad_request(request, exception)
    return refuse(request, 400, _("This request could not be read."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    refuse = _of_channel(request)
    if refuse is None:
        return errors.not_found(request, exception)
    return refuse(request, 404, _("There is nothing here"))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    refuse = _of_channel(request)
    if refuse is None:
        return errors.broken(request)
    return refuse(request, 500, _("Something broke on our side"))


class BodyLimitMiddleware(uploads.BodyLimitMiddleware):
    """Refuses a body that is too large before reading it, in the form of the door it came to."""

    def too_large(self, request: HttpRequest) -> HttpResponse:
        """Answer 413."""
        refuse = _of_channel(request)
        if refuse is None:
            return errors.too_large(request)
        sentence = _("This is too much at once; at most {most} MB are taken.")
        return refuse(request, 413, sentence.format(most=SAMPLE.uploads.all_megabytes))
