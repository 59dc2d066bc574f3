"""Filling the database for a demonstration, step by step, with a bar for each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from jiesu.casework.assist import suggester
from jiesu.casework.ledger import bulk
from jiesu.simulate.city import files
from jiesu.simulate.loading import accounts, directory, months, past, project, today
from jiesu.simulate.loading.flow import Flow, LoadPlan, OtherCityError, as_of

_STAFF_FOR = timedelta(days=900)  # the staff hold their duties since before the first appeal


class NotLoadedError(Exception):
    """What stands against it, in a sentence."""


def fill(count: int, seed: int, *, now: datetime) -> None:
    """Bring in the city, its past and its present, and open the accounts of its staff."""
    if not settings.DEMO:
        raise NotLoadedError(
            "A city that is not real belongs in no real service. For a demonstration, say so:"
            " JIESU_DEMO=true jiesu simulate load"
        )
    call_command("migrate", interactive=False, verbosity=0)
    try:
        wanted = LoadPlan.begun_or_new(count, seed, now=now)
        city = files.city(seed)
        directory.load(city, on=wanted.today - _STAFF_FOR)
    except (OtherCityError, directory.SpoiltError) as error:
        raise NotLoadedError(str(error)) from None
    # Nobody waits here for the think tank to compile: it wakes while the pages answer.
    with suggester.unplugged():
        _tell(Flow(wanted, city, project.remedies(wanted.today)), now)
    project.load(wanted)
    accounts.open_all()


def _tell(flow: Flow, now: datetime) -> None:
    """Take most of the flow in as it stands, and walk what it sets aside."""
    wanted = flow.wanted
    with _bar("appeals", wanted.appeals) as watch:
        past.load(flow, now=now, watch=watch)
    bulk.tell_planner()
    chosen = today.plan(flow.lately, wanted)
    rest = [as_of(row, wanted.now) for row in flow.lately if row["id"] not in chosen.ids]
    past.take_in(rest, seed=wanted.seed, now=now)
    with _bar("the last months", len(flow.months)) as watch:
        months.load(flow.months, flow.city, wanted, watch=watch)
    of_today = today.Today(flow.city, wanted, chosen)
    with _bar("today's cases", of_today.size) as watch:
        of_today.load(watch)


def print_accounts() -> None:
    """Print one account for each role, and the password they share."""
    table = Table("sign in as", "who", "role", "unit")
    for account in accounts.examples():
        table.add_row(account.username, account.name, account.role, account.unit)
    console = Console()
    console.print(table)
    console.print(f"Password of all: {accounts.PASSWORD}", markup=False)


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda rows: progress.advance(task, rows)
