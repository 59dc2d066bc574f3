"""Every step of the table can be taken at every door, with all that it asks for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from jiesu.casework.models import WorkOrder
from jiesu.casework.stages import taking
from jiesu.channels.rest.api import api
from jiesu.channels.rest.step_inputs import field_name
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import CALL, OPINION, TABLE, Action, State
from jiesu.rules.roles import STAFF_ROLES, UNIT_ROLES, Role
from jiesu.rules.steps import InputKind, Step
from jiesu.web.desk import page
from jiesu.web.desk.forms import CallForm
from jiesu.web.orders.forms import StepForm

STAFF = TABLE.actions_of(STAFF_ROLES.__contains__)
# An opinion is asked for in a call, and what it comes to is the table's business.
BY_A_CALL = {action for action, row in STAFF.items() if row.inputs == OPINION}
OF_ONE_APPEAL = {Action.UNMERGE: "appeals/{appeal}/unmerge"}
RESIDENT = {
    Action.CONFIRM: ("rating", "rate"),
    Action.DISPUTE: ("rating", "rate"),
    Action.NOTE_VIEW: ("rating", "rate"),
    Action.REOPEN: ("contest", "contest"),
    Action.WITHDRAW: ("withdrawal", "withdraw"),
    Action.UNMERGE: ("unmerge", "unmerge"),
}


@pytest.fixture(scope="module")
def paths() -> dict[str, dict]:
    described = api.get_openapi_schema()
    return {
        path.removeprefix("/api/v1"): (operation.get("post") or {}, described["components"])
        for path, operation in described["paths"].items()
    }


def order() -> WorkOrder:
    return WorkOrder(pk=1, state=State.REGISTERED, version=1, created_at=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("action", STAFF)
def test_every_step_has_its_form_on_a_page(action: Action) -> None:
    row = STAFF[action]
    of_unit = bool(row.roles & UNIT_ROLES)
    common = {"order": order(), "actor": Actor("staff"), "now": timezone.now()}
    if action in BY_A_CALL:
        form, asked = CallForm(**common), CALL
    else:
        assert action in taking.OF_UNITS if of_unit else page.is_step(action)
        make = StepForm if of_unit else page.form_of(action).func
        form, asked = make(action, **common), row.inputs
    names = {one.name for one in asked if one.kind is not InputKind.SUGGESTIONS}
    entered = set(form.fields) | form.built
    assert names <= entered, "a page does not ask for all that the table names"
    assert form.title
    for one in asked:
        if one.name in form.fields and one.longest:
            assert form.fields[one.name].max_length == one.longest


@pytest.mark.parametrize("action", STAFF)
def test_every_step_has_its_path_for_programs(action: Action, paths: dict[str, tuple]) -> None:
    row = STAFF[action]
    if action in BY_A_CALL:
        operation, _parts = paths["/work-orders/{number}/appeals/{appeal}/calls"]
        assert operation
        return
    path = OF_ONE_APPEAL.get(action, action.replace("_", "-"))
    operation, parts = paths[f"/work-orders/{{number}}/{path}"]
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    body = parts["schemas"][reference.rpartition("/")[2]]
    _holds_all_inputs(row, body)


def _holds_all_inputs(row: Step, body: dict) -> None:
    for one in row.inputs:
        if one.kind is InputKind.PHOTOS:
            continue
        if one.kind is InputKind.DURATION:
            assert {"amount", "unit"} <= set(body["required"])
            continue
        told = body["properties"][field_name(one)]
        assert (field_name(one) in body["required"]) == one.required, one.name
        if one.kind is InputKind.TEXT:
            assert told["minLength"] == int(one.required)
            assert told["maxLength"] == one.longest


@pytest.mark.parametrize(
    "action", [action for action, _row in TABLE.actions_of({Role.RESIDENT}.__contains__).items()]
)
def test_every_step_of_an_appellant_has_its_path_and_its_page(
    action: Action, paths: dict[str, tuple]
) -> None:
    path, page_name = RESIDENT[action]
    assert paths[f"/appeals/{{code}}/{path}"][0]
    assert reverse(page_name, args=["CODE"])


@pytest.mark.parametrize("action", taking.HANDLERS)
def test_what_a_step_asks_for_is_what_its_stage_takes(action: Action) -> None:
    from inspect import signature

    taken = set(signature(taking.HANDLERS[action]).parameters) - {"work_order", "actor", "now"}
    assert taken == {one.name for one in STAFF[action].inputs}
