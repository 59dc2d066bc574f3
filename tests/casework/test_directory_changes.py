"""What a change of the directory means for work that is under way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.utils import timezone, translation

from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, Deadline, WorkOrder
from jiesu.casework.reading import queries
from jiesu.casework.stages import dispatch, intake
from jiesu.directory.cli import command
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]


@pytest.fixture
def order(receive: Receive, city: "City", now: datetime) -> WorkOrder:
    made = receive().work_order
    operator, dispatcher = city.staff(Role.OPERATOR), city.staff(Role.DISPATCHER)
    intake.accept(made, service=city.lights, urgency="general", actor=operator, now=now)
    dispatch.assign(made, unit=city.office, actor=dispatcher, now=now)
    return made


def take_in(folder: Path, name: str, text: str, *options: str) -> str:
    (folder / name).write_text(text, "utf-8")
    with translation.override("en"):
        return CliRunner().invoke(command, ["import", str(folder / name), *options]).output


def test_row_45_clocks_move_with_days_that_become_holidays(
    order: WorkOrder, now: datetime, tmp_path: Path
) -> None:
    sign = Deadline.objects.get(work_order=order, stage="sign")
    free = [(timezone.localtime(now) + timedelta(days=ahead)).date() for ahead in range(1, 4)]
    lines = "".join(f"{day},holiday\n" for day in free)
    said = take_in(tmp_path, "calendar.csv", f"date,kind\n{lines}", "--dry-run")
    assert "1 due time moved." in said
    assert Deadline.objects.get(pk=sign.pk).due_at == sign.due_at
    said = take_in(tmp_path, "calendar.csv", f"date,kind\n{lines}")
    assert order.number in said
    moved = Deadline.objects.get(pk=sign.pk)
    assert moved.due_at > sign.due_at == moved.original_due_at
    order.refresh_from_db()
    assert order.due_at == min(one.due_at for one in Deadline.running().filter(work_order=order))
    assert lines_of(order).last().event == "work_order.rescheduled"  # type: ignore[union-attr]  # it has lines
    assert "moved" not in take_in(tmp_path, "calendar.csv", f"date,kind\n{lines}")


def test_row_41_retiring_a_unit_says_what_it_still_leads(
    order: WorkOrder, city: "City", tmp_path: Path
) -> None:
    dispatcher = city.staff(Role.DISPATCHER)
    assert not queries.queue("retired_units", actor=dispatcher).exists()
    said = take_in(tmp_path, "units.csv", f"code,active\n{city.office.code},no\n")
    assert f"{city.office.code} leads 1 open work orders" in " ".join(said.split())
    assert order in queries.queue("retired_units", actor=dispatcher)


def test_row_87_retiring_a_service_says_what_is_open(
    order: WorkOrder, city: "City", tmp_path: Path
) -> None:
    assert order.service == city.lights
    said = take_in(tmp_path, "services.csv", f"code,active\n{city.lights.code},no\n", "--dry-run")
    assert f"1 open work orders are about {city.lights.code}" in " ".join(said.split())
