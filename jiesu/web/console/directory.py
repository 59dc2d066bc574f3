"""The directory by hand and by file: every change is checked, tried out and written down."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiesu.casework.assist import dry_run
from jiesu.casework.texts import one_line
from jiesu.directory import editing
from jiesu.directory.editing import CellsError, Change
from jiesu.directory.files import cells, importing
from jiesu.directory.models import DirectoryChange
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.console import samples, words
from jiesu.web.console.forms import row_form
from jiesu.web.console.frame import page

_PAGE = 50


@require_GET
@requires(Permission.DIRECTORY_EDIT, Permission.PEOPLE_EDIT, Permission.LOG_READ)
def home(request: Request) -> HttpResponse:
    """Show what there is to keep, how much of it, and what was changed last."""
    may_edit = request.actor.may(Permission.DIRECTORY_EDIT)
    tiles = [(kind, words.KINDS[kind], editing.rows(kind).count()) for kind in words.KINDS]
    context = {"tiles": tiles if may_edit else [], "changes": _latest() if may_edit else []}
    return page(request, "home", context)


def _latest() -> list[DirectoryChange]:
    return list(editing.changes()[:10])


def _known(kind: str) -> str:
    if kind not in words.KINDS:
        raise Http404
    return kind


@require_GET
@requires(Permission.DIRECTORY_EDIT)
def rows(request: Request, kind: str) -> HttpResponse:
    """List the rows of one kind."""
    asked = one_line(request.GET.get("q", ""))[:100]
    found = Paginator(editing.rows(_known(kind), asked), _PAGE).get_page(request.GET.get("page"))
    columns = cells.columns(kind)
    lines = [(row.pk, editing.shown(kind, row)) for row in found]
    context = {
        "kind": kind,
        "title": words.KINDS[kind],
        "heads": [words.column(column) for column in columns],
        "lines": lines,
        "page": found,
        "asked": asked,
        "sample": _SAMPLES.get(kind, list)(),
    }
    return page(request, "rows", context)


# What holds where the city has set nothing: what it is about, how much, and on which basis.
_SAMPLES = {"limits": samples.limits, "numbers": samples.numbers}


@requires(Permission.DIRECTORY_EDIT)
def row(request: Request, kind: str, pk: int | None = None) -> HttpResponseBase:
    """Show one row as a form; try a change out, or store it."""
    old = editing.rows(_known(kind)).filter(pk=pk).first() if pk else None
    if pk and old is None:
        raise Http404
    before = cells.cells(kind, old) if old else {}
    form = row_form(kind, replaces=old is not None)(request.POST or None, initial=before)
    context: dict[str, Any] = {"kind": kind, "title": words.KINDS[kind], "form": form, "old": old}
    if request.method == "POST" and form.is_valid():
        change = Change(kind, {name: _text(v) for name, v in form.cleaned_data.items()}, pk)
        if "try" in request.POST:
            context["effect"] = _tried(request, change, form)
        elif _stored(request, change, form):
            return redirect("console_rows", kind=kind)
    return page(request, "row", context, status=422 if form.errors else 200)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _tried(request: Request, change: Change, form: forms.Form) -> dry_run.Effect | None:
    try:
        return dry_run.effect_on_dispatch(lambda: _store(request, change), now=request.now)
    except CellsError as error:
        _say(form, error)
        return None


def _stored(request: Request, change: Change, form: forms.Form) -> bool:
    try:
        following = _store(request, change)
    except CellsError as error:
        _say(form, error)
        return False
    messages.success(request, _("The change is stored."))
    _tell(request, following)
    return True


def _tell(request: Request, following: list[str]) -> None:
    """Say what follows from a change for work that is under way."""
    for sentence in following:
        messages.warning(request, sentence)


def _store(request: Request, change: Change) -> list[str]:
    return editing.store(change, by_id=request.actor.person_id, now=request.now)


def _say(form: forms.Form, error: CellsError) -> None:
    for column, sentence in error.sentences.items():
        form.add_error(column if column in form.fields else None, sentence)


@require_POST
@requires(Permission.DIRECTORY_EDIT)
def remove_day(request: Request, pk: int) -> HttpResponse:
    """Make a day of the calendar an ordinary one again."""
    try:
        following = editing.remove_day(pk, by_id=request.actor.person_id, now=request.now)
    except ObjectDoesNotExist as error:  # somebody removed it already
        raise Http404 from error
    messages.success(request, _("The day is an ordinary one again."))
    _tell(request, following)
    return redirect("console_rows", kind="calendar")


@requires(Permission.DIRECTORY_EDIT)
def take_in(request: Request) -> HttpResponse:
    """Take in a directory file: first as a dry run with a report by line, then for good."""
    context: dict[str, Any] = {"kinds": words.KINDS}
    kind, upload = request.POST.get("kind", ""), request.FILES.get("file")
    if request.method == "POST" and kind in words.KINDS and upload:
        context |= _report(kind, upload, request, dry=request.POST.get("how") != "store")
    elif request.method == "POST":
        context["sentence"] = _("Choose a file and say what it holds.")
    return page(request, "take_in", context)


def _report(kind: str, upload: Any, request: Request, *, dry: bool) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "areas.geojson" if kind == "areas" else f"{kind}.csv")
        path.write_bytes(upload.read())
        try:
            (report,) = importing.run(
                [(kind, path)], now=request.now, dry_run=dry, by_id=request.actor.person_id
            )
        except importing.FileError as error:
            return {"sentence": str(error)}
    return {"report": report, "dry": dry, "file_name": upload.name, "title": words.KINDS[kind]}
