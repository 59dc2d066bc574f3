"""What is done about an issue (治理项目): by whom, since when, where, and how far it has come."""

from django.db import models

from jiesu.casework.models.recorded import Recorded
from jiesu.casework.models.work_orders import Issue
from jiesu.directory.models import Area, Person, Service, Unit
from jiesu.rules.project_life import TABLE


class Project(Recorded):
    """A measure, often against an issue, taken in some areas since a day.

    Whether the appeals stopped is judged for its service in its areas, beside the other areas.
    """

    CHAIN = "project"
    table = TABLE

    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="projects")
    measure = models.TextField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    areas = models.ManyToManyField(Area, related_name="+")
    started_on = models.DateField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A step of a project that is to be reached by a day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text
