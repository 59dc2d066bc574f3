"""The edge: who asks and when, read once per request and handed down."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from jiesu.directory.people import Actor, actor_for
from jiesu.rules.roles import Permission, Role

P = ParamSpec("P")


class Request(HttpRequest):
    """A request as a view behind `resident` or `requires` sees it."""

    actor: Actor
    now: datetime


View = Callable[Concatenate[Request, P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def resident(view: View[P]) -> Door[P]:
    """Open a page to everybody; who asks is a resident whose appeal is not known yet."""

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(_at_the_edge(request, Actor.resident()), *args, **kwargs)

    return door


def requires(*any_of: Permission | Role) -> Callable[[View[P]], Door[P]]:
    """Open a page to staff who hold one of these roles or permissions; others get a sentence."""

    def around(view: View[P]) -> Door[P]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            actor = actor_of(request)
            if not allowed(actor, any_of):
                raise PermissionDenied(_("Your account has no role for this page."))
            return view(_at_the_edge(request, actor), *args, **kwargs)

        return door

    return around


def allowed(actor: Actor, any_of: tuple[Permission | Role, ...]) -> bool:
    """Tell whether the actor holds one of them."""
    return any(actor.holds(one) if isinstance(one, Role) else actor.may(one) for one in any_of)


def actor_of(request: HttpRequest) -> Actor:
    """Describe who is signed in, once per request; nobody is a resident."""
    known: Actor | None = request.__dict__.get("_actor")
    if known is None:
        known = _described(request)
        request.__dict__["_actor"] = known
    return known


def _described(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)  # none where the error came before the sign-in was read
    if user is None or not user.is_authenticated:
        return Actor.resident()
    return actor_for(user, on=timezone.localdate())


def _at_the_edge(request: HttpRequest, actor: Actor) -> Request:
    known = cast("Request", request)
    known.actor, known.now = actor, timezone.now()
    return known


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(redirect_to_login(request.path).url)
    return redirect_to_login(request.get_full_path())
