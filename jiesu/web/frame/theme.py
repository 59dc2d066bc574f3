"""Light, dark or as the device says: kept in a cookie, so it holds before any script runs."""

from enum import StrEnum

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "theme"
_YEAR = 365 * 24 * 3600


class Theme(StrEnum):
    """What a reader may choose."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


# For whom the dark sheet is linked.
MEDIA = {
    Theme.AUTO: "(prefers-color-scheme: dark)",
    Theme.LIGHT: "not all",
    Theme.DARK: "all",
}


def chosen(request: HttpRequest) -> Theme:
    """Read the reader's choice; an unknown word in the cookie is as good as none."""
    word = request.COOKIES.get(COOKIE, "")
    return Theme(word) if word in set(Theme) else Theme.AUTO


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back to the page it was chosen on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    word = request.POST.get("theme", "")
    if word in set(Theme):
        response.set_cookie(COOKIE, word, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response
