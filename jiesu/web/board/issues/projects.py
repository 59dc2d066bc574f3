"""Projects: what is done about an issue, how far it has come, and whether the appeals stopped."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jiesu.casework.errors import InvalidError
from jiesu.casework.issues import projects
from jiesu.casework.issues.projects import Plan
from jiesu.casework.reading.rows import Project
from jiesu.directory.lookup import choices
from jiesu.insight.reporting import effects, figures
from jiesu.insight.reporting.effects import Effect, Week
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, links
from jiesu.web.board.figures.charts import Cell, Chart
from jiesu.web.board.issues import verdicts
from jiesu.web.forms import Words, take


class ProjectForm(forms.Form):
    """What is to be done, by whom, about what, where and since when."""

    title = Words(label=gettext_lazy("Title"), max_length=200)
    measure = Words(
        label=gettext_lazy("What is done"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    owner = forms.ChoiceField(label=gettext_lazy("Unit in charge"))
    service = forms.ChoiceField(
        label=gettext_lazy("Kind of matter"),
        help_text=gettext_lazy(
            "Its appeals are counted. One too fine has too few to say anything."
        ),
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("Areas of one level; the others of that level are compared with."),
        widget=forms.CheckboxSelectMultiple,
    )
    started_on = forms.DateField(
        label=gettext_lazy("First day of the measure"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {"owner": choices.units(), "service": choices.services()}
        for name, found in rows.items():
            self.fields[name].choices = [(row.code, row.name) for row in found]  # type: ignore[attr-defined]  # a ChoiceField
        places = [*choices.districts(), *choices.streets()]
        self.fields["areas"].choices = [(row.code, row.name) for row in places]  # type: ignore[attr-defined]  # as above

    def plan(self) -> Plan:
        """Give what was entered, with the rows that codes stand for."""
        given = self.cleaned_data
        owner, service = choices.unit(given["owner"]), choices.service(given["service"])
        if owner is None or service is None:
            raise InvalidError({"owner": _("Choose a unit and a kind of matter in use.")})
        areas = [area for code in given["areas"] if (area := choices.area(code))]
        rest = {name: given[name] for name in ("title", "measure", "started_on")}
        return Plan(owner=owner, service=service, areas=areas, **rest)


@dataclass(frozen=True)
class ProjectRow:
    """A project as it stands in the list."""

    project: Project
    verdict: str
    tone: str
    reached: int
    promised: int


@requires(Permission.BOARD_READ)
def listed(request: Request) -> HttpResponse:
    """List the projects, the latest first."""
    told = effects.all_told()
    lines = [_line(one, told.get(one.pk)) for one in projects.visible(request.actor)]
    context = {"tab": "projects", "about": figures.about("effects"), "lines": lines}
    return render(request, "board/projects.html", context)


def _line(project: Project, told: Effect | None) -> ProjectRow:
    steps = list(project.milestones.all())
    reached = sum(step.reached_on is not None for step in steps)
    return ProjectRow(project, *verdicts.short(told), reached, len(steps))


@requires(Permission.BOARD_READ)
def page(request: Request, pk: int) -> HttpResponse:
    """Show one project: what is done, and what came of it."""
    project = projects.one(pk, actor=request.actor)
    told, weeks = effects.of(pk), effects.weeks(pk, project.started_on)
    context = {
        "tab": "projects",
        "about": figures.about("effects"),
        "project": project,
        "areas": [area.name for area in project.areas.all()],
        "told": told,
        "sentence": verdicts.sentence(told),
        "doubts": verdicts.doubts(told),
        "chart": _chart(project, weeks) if weeks else None,
        "appeals": links.project(pk, first=project.started_on),
        "steps": projects.open_steps(project, actor=request.actor),
    }
    return render(request, "board/project.html", context)


def _chart(project: Project, weeks: list[Week]) -> Chart:
    """Draw what came and what was to be expected, week by week; each week opens to its appeals."""
    title = _("Appeals by week, before and since the measure")
    times = [week.first.isoformat() for week in weeks]
    series: dict[str, list[float | None]] = {
        _("came"): [week.came for week in weeks],
        _("expected without the measure"): [round(week.usual, 1) for week in weeks],
    }
    chart = charts.over_time("effect", title, times, series)
    chart.option["series"][0]["markLine"] = _begun(project.started_on.isoformat())
    rows = [
        [
            Cell(on.text),
            Cell(came.text, links.project(project.pk, first=week.first, days=7)),
            usual,
        ]
        for week, (on, came, usual) in zip(weeks, chart.rows, strict=True)
    ]
    return Chart(chart.key, title, chart.option, chart.head, rows)


def _begun(day: str) -> dict[str, Any]:
    return {
        "symbol": "none",
        "label": {"formatter": _("begun"), "position": "insideEndTop"},
        "lineStyle": {"color": "token:--ink-quiet"},
        "data": [{"xAxis": day}],
    }


@requires(Permission.PROJECT_KEEP)
def new(request: Request, issue: int) -> HttpResponse:
    """Open a project about a confirmed issue."""
    about = projects.issue(issue, actor=request.actor)
    start = {
        "title": about.title,
        "service": about.service.code if about.service else "",
        "areas": about.area.codes[-1:] if about.area else [],  # its district
        "started_on": request.now.date() + timedelta(days=1),
    }
    form = ProjectForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = projects.begin(about, form.plan(), actor=request.actor, now=request.now)
        except InvalidError as error:
            take(form, error, {})
        else:
            return redirect("board_project", made.pk)
    status = 422 if form.is_bound else 200
    context = {"tab": "projects", "form": form, "issue": about}
    return render(request, "board/project_new.html", context, status=status)


@require_POST
@requires(Permission.PROJECT_KEEP)
def keep(request: Request, pk: int) -> HttpResponse:
    """Promise a milestone, say that one is reached, or end the project."""
    project = projects.one(pk, actor=request.actor)
    steps = {"promise": _promise, "reach": _reach, "end": _end}
    try:
        steps.get(request.POST.get("step", ""), _nothing)(request, project)
    except InvalidError as refused:
        messages.error(request, str(refused))
    return redirect("board_project", pk)


class _Promise(forms.Form):
    text = Words(max_length=200)
    due_on = forms.DateField()


def _promise(request: Request, project: Project) -> None:
    form = _Promise(request.POST)
    if not form.is_valid():
        raise InvalidError({"text": _("Say what is to be reached, and by which day.")})
    given = form.cleaned_data
    projects.promise(project, given["text"], given["due_on"], actor=request.actor, now=request.now)


def _reach(request: Request, project: Project) -> None:
    chosen = request.POST.get("milestone", "")
    for milestone in project.milestones.all():
        if str(milestone.pk) == chosen:
            projects.reach(milestone, actor=request.actor, now=request.now)


def _end(request: Request, project: Project) -> None:
    projects.end(project, actor=request.actor, now=request.now)


def _nothing(_request: Request, _project: Project) -> None:
    raise InvalidError({"step": _("Choose what to do with the project.")})
