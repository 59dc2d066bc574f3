"""Pages for when something goes wrong: each says what happened and what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jiesu.rules.policy import SAMPLE


def _page(
    request: HttpRequest, status: int, title: str, sentence: str, again: str = ""
) -> HttpResponse:
    context = {"heading": title, "sentence": sentence, "status": status, "again": again}
    if request.headers.get("HX-Request"):
        return _beside(request, status, context)
    return render(request, "error.html", context, status=status)


def _beside(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    """Say it at the top of the page whose live part asked, and leave the page as it is."""
    response = render(request, "partials/refusal.html", context, status=status)
    response["HX-Retarget"] = "#said"
    response["HX-Reswap"] = "innerHTML show:top"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Answer 400."""
    return _page(
        request,
        400,
        _("This could not be read"),
        _("What your browser sent is incomplete or damaged. Go back, check it and send it again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403, with the sentence of whoever refused where there is one."""
    reason = str(exception or "")
    sentence = reason or _("Your account has no role for this page.")
    return _page(request, 403, _("This page is not for you"), sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Answer 404."""
    return _page(
        request,
        404,
        _("There is nothing here"),
        _("The address may have a typing error, or the page is gone. Start again from the front."),
    )


def refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """Answer 400, 403, 404 or 409 with the sentence of the law, and the way to the fresh state."""
    titles = {
        400: _("This could not be taken"),
        404: _("There is nothing here"),
        409: _("Somebody else was faster"),
    }
    title = titles.get(status, _("This is not possible now"))
    return _page(request, status, title, sentence, again=_where_from(request))


def _where_from(request: HttpRequest) -> str:
    """Give the page the button was pressed on, so that it can be seen afresh."""
    came_from = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return came_from if here and request.method == "POST" else ""


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    sentence = _("Photos may have {most} MB each. Go back, choose smaller or fewer and send again.")
    most = SAMPLE.uploads.megabytes
    return _page(request, 413, _("This is too large"), sentence.format(most=most))


def too_many(request: HttpRequest, sentence: str, *, seconds: int) -> HttpResponse:
    """Answer 429, and when to try again."""
    response = _page(request, 429, _("Please wait a little"), sentence)
    response["Retry-After"] = str(seconds)
    return response


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Answer 429 to somebody who gave too many wrong passwords."""
    return too_many(
        request,
        _("Too many wrong passwords. Wait 15 minutes, or ask an administrator to set a new one."),
        seconds=15 * 60,
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Answer 403 to a form whose secret is missing or old."""
    return _page(
        request,
        403,
        _("This form is too old"),
        _(
            "It was open too long, or your browser refuses cookies. "
            "Go back, load the page again and send it; what you typed is still in the form."
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Answer 500: our fault, and said so.

    Without the request, so that the page stands even where the database does not answer.
    """
    context = {
        "heading": _("Something broke on our side"),
        "sentence": _(
            "It has been noted. Nothing you sent before is lost. Try again in a few minutes."
        ),
        "status": 500,
    }
    return HttpResponse(render_to_string("error.html", context), status=500)
