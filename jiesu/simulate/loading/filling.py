"""Filling the database for a demonstration, step by step, with a bar for each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from jiesu.casework import clock
from jiesu.simulate.city import files
from jiesu.simulate.loading import accounts, directory, months, past, project
from jiesu.simulate.loading.past import Past
from jiesu.simulate.loading.today import Today

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
    day = clock.day_of(now)
    try:
        before = Past.begun_or_new(count, seed, today=day)
        city = files.city(seed)
        directory.load(city, on=day - _STAFF_FOR)
    except (past.OtherCityError, directory.SpoiltError) as error:
        raise NotLoadedError(str(error)) from None
    with _bar("closed appeals", count) as watch:
        past.load(before, city, now=now, watch=watch)
    recent = months.count_for(count)
    with _bar("the last months", recent) as watch:
        months.load(city, recent, seed=seed, now=now, watch=watch)
    project.load(seed=seed, now=now)
    today = Today(city, seed=seed, now=now)
    with _bar("today's cases", today.size) as watch:
        today.load(watch)
    accounts.open_all()


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
