"""Where the doors of GeoReport v2 stand; without a suffix the answer is XML."""

from typing import Any

from django.urls import URLPattern, path, re_path

from jiesu.channels.open311 import views
from jiesu.channels.open311.doors import unknown

_FORM = r"(?:\.(?P<form>xml|json))?$"


def _georeport(root: str, **options: Any) -> list[URLPattern]:
    return [
        re_path(rf"^{root}/services{_FORM}", views.services),
        re_path(rf"^{root}/services/(?P<code>[^/]+?){_FORM}", views.definition),
        re_path(rf"^{root}/requests{_FORM}", views.requests, options),
        re_path(rf"^{root}/requests/(?P<number>[^/]+?){_FORM}", views.one_request),
        re_path(rf"^{root}/tokens/(?P<number>[^/]+?){_FORM}", views.token),
    ]


urlpatterns = [
    re_path(rf"^discovery{_FORM}", views.discovery),
    path("", views.discovery),
    *_georeport("v2"),
    *_georeport("test/v2", kept=False),
    re_path(r"^.*?(?:\.(?P<form>xml|json))?$", unknown),
]
