"""What maps are drawn from: the outlines of the city's own areas."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control

from jiesu.directory import areas
from jiesu.directory.models import Level


@cache_control(private=True, max_age=600)  # private: the names are in the reader's language
def outlines(request: HttpRequest, level: str) -> JsonResponse:  # noqa: ARG001  (a view's signature)
    """Give the areas of one level as GeoJSON."""
    if level not in Level.values:
        raise Http404
    return JsonResponse(areas.outline(Level(level)), content_type="application/geo+json")
