"""Where each door stands."""

from django.urls import URLPattern, URLResolver, include, path

from jiesu import insight
from jiesu.channels.base import addresses
from jiesu.config import refusing, wiring
from jiesu.web import errors, health, places
from jiesu.web.accounts import views as account_views
from jiesu.web.frame import theme

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jiesu.web.portal.urls")),
    path("areas/<str:level>.json", places.outlines, name="outlines"),
    path("photos/<int:pk>/", places.photo, name="photo"),
    path("healthz", health.healthz, name="healthz"),
    path("theme/", theme.choose, name="choose_theme"),
    path("language/", include("django.conf.urls.i18n")),
    path("staff/", account_views.staff, name="staff"),
    path("accounts/", include("jiesu.web.accounts.urls")),
    path("appeals/", include("jiesu.web.orders.urls")),
    path("desk/", include("jiesu.web.desk.urls")),
    path("unit/", include("jiesu.web.unit.urls")),
    path("console/", include("jiesu.web.console.urls")),
    *addresses(wiring.CHANNELS),
]
if insight.INSTALLED:
    urlpatterns.append(path("board/", include("jiesu.web.board.urls")))

handler400 = refusing.bad_request
handler403 = errors.forbidden
handler404 = refusing.not_found
handler500 = refusing.broken
