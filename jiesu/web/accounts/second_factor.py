"""Nobody on the staff works without a second factor, except in the demonstration."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext

from jiesu.directory.models import Person

# What a person without a second factor may reach: setting one up, leaving, choosing a language.
_OPEN = frozenset(
    {
        "mfa_activate_totp",
        "account_reauthenticate",
        "account_logout",
        "set_language",
        "choose_theme",
        "healthz",
    }
)


class SecondFactorMiddleware:
    """Leads a signed-in person without an authenticator to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or lead its person to the set-up page."""
        if settings.DEMO or not request.user.is_authenticated or _is_open(request):
            return self.get_response(request)
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return self.get_response(request)
        messages.info(request, gettext("Set up your second factor first; then you can work."))
        return redirect("mfa_activate_totp")


def _is_open(request: HttpRequest) -> bool:
    return resolve(request.path_info).url_name in _OPEN


def forget(person: Person) -> None:
    """Take the authenticators of somebody away; the next sign-in leads to setting one up."""
    Authenticator.objects.filter(user=person).delete()
