"""One's own account, and the door of the staff."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiesu.web.frame import navigation


@login_required
def staff(request: HttpRequest) -> HttpResponse:
    """Lead a signed-in person to the first place their roles open, or to their account."""
    ways = navigation.entries(request)
    return redirect(ways[0].href if ways else "account")


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is signed in as, and where to change password and second factor."""
    return render(request, "account/account.html")
