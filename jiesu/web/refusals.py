"""What the law of casework refuses, told as a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiesu.casework.errors import (
    CaseworkError,
    InvalidError,
    NotFoundError,
    OvertakenError,
    TooOftenError,
)
from jiesu.web import errors

_STATUS: dict[type[CaseworkError], int] = {
    NotFoundError: 404,
    OvertakenError: 409,
    InvalidError: 400,
}


class RefusalMiddleware:
    """Turns a `CaseworkError` that a view did not take into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say the sentence of a refusal; anything else goes its way."""
        if not isinstance(exception, CaseworkError):
            return None
        if isinstance(exception, TooOftenError):
            return errors.too_many(request, str(exception), seconds=exception.seconds)
        status = _STATUS.get(type(exception), 403)
        return errors.refused(request, str(exception), status)
