"""What makes the unit's pages an application that works without a network."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from jiesu import web

# Tells the worker that it may keep a page; it holds the task, not the person.
KEPT = "X-Offline"
_WORKER = Path(web.__file__).parent / "static" / "js" / "unit-worker.js"


@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (a view's signature)
    """Give the service worker, from an address under which it may serve the unit's pages."""
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript")


def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  (a view's signature)
    """Say how the pages are put on a telephone's first screen."""
    icon = {"src": static("img/seal.svg"), "sizes": "any", "type": "image/svg+xml"}
    said = {
        "name": _("Jiesu: work orders of the unit"),
        "short_name": _("Jiesu"),
        "start_url": reverse("unit"),
        "scope": reverse("unit"),
        "display": "standalone",
        "icons": [icon],
    }
    return JsonResponse(said, content_type="application/manifest+json")
