"""What every page's frame needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from jiesu.web.frame import navigation, theme


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the theme, what the operator says of the place, the reader's ways, and the time."""
    chosen = theme.chosen(request)
    return {
        "theme": chosen,
        "dark_media": theme.MEDIA[chosen],
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "place": settings.PLACE,
        "hotline": settings.HOTLINE,
        "tiles": settings.TILES,
        "tiles_note": settings.TILES_NOTE,
        "navigation": navigation.entries(request),
        "now": timezone.now(),
    }
