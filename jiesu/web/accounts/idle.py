"""A place left alone is signed out, so that nobody works under another's name."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

_SEEN = "seen"
_MINUTE = 60


class IdleMiddleware:
    """Ends a session after `IDLE_SECONDS` without a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever was away, and note once a minute who is here."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            away = now - request.session.get(_SEEN, now)
            if away > settings.IDLE_SECONDS:
                logout(request)
                messages.info(request, gettext("You were away, so you were signed out."))
            elif away >= _MINUTE or _SEEN not in request.session:
                request.session[_SEEN] = now
        return self.get_response(request)
