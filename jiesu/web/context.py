"""What every page's frame needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from jiesu.web import navigation, theme


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the theme, the demo's warning, the ways a reader may go, and the time of this answer."""
    chosen = theme.chosen(request)
    return {
        "theme": chosen,
        "dark_media": theme.MEDIA[chosen],
        "demo": settings.DEMO,
        "navigation": navigation.entries(request),
        "now": timezone.now(),
    }
