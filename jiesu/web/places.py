"""The outlines every map is drawn from, and photos for the staff who may see them."""

import structlog
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.vary import vary_on_headers

from jiesu.casework.errors import NotFoundError
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import Attachment
from jiesu.directory.lookup import areas
from jiesu.directory.models import Level
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires

_log = structlog.get_logger()


@cache_control(max_age=600)
@vary_on_headers("Cookie", "Accept-Language")  # the names are in the reader's language
@gzip_page
def outlines(request: HttpRequest, level: str) -> HttpResponse:  # noqa: ARG001  (a view's signature)
    """Give the areas of one level as GeoJSON."""
    if level not in Level.values:
        raise Http404
    return JsonResponse(areas.outline(Level(level)), content_type="application/geo+json")


@requires(Permission.APPEAL_READ, Permission.APPEAL_READ_OWN_UNIT)
def photo(request: Request, pk: int) -> FileResponse:
    """Show staff a photo of an appeal or reply they may see."""
    return photo_response(access.photo(pk, actor=request.actor))


def photo_response(found: Attachment) -> FileResponse:
    """Give the picture; one whose file is lost or damaged is as good as none, and noted."""
    try:
        return FileResponse(found.opened(), content_type="image/jpeg")
    except OSError:
        _log.warning("photo lost", attachment=found.pk)
        raise NotFoundError from None
