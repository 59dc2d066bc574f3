"""The pages of the law name all that the law has."""

import pytest

from jiesu.rules.dispatching.dispatch import Concern, DutyKind, ReasonCode
from jiesu.rules.lifecycle import TABLE, Action, State
from jiesu.rules.timing.deadlines import Unit
from script import _law, _life_cycle, _reference


def test_every_part_has_its_place_in_a_page() -> None:
    pages = "".join(page.read_text("utf-8") for page in _reference.DOCS.glob("*.md"))
    assert [part for part in _law.PARTS if f"<!-- generated: {part} -->" not in pages] == []


@pytest.mark.parametrize("code", [*ReasonCode, *DutyKind])
def test_every_code_of_dispatch_is_explained(code: str) -> None:
    assert f"| `{code}` |" in (_reference.DOCS / "dispatch.md").read_text("utf-8")


@pytest.mark.parametrize("concern", Concern)
def test_every_concern_says_whether_it_refuses(concern: Concern) -> None:
    page = (_reference.DOCS / "dispatch.md").read_text("utf-8").partition("## Concerns")[2]
    row = next(line for line in page.splitlines() if line.startswith(f"| `{concern}` |"))
    assert row.endswith("| refused |" if concern.refuses else "| needs a written reason |")


@pytest.mark.parametrize("code", list(Unit))
def test_every_unit_is_explained(code: str) -> None:
    assert f"| `{code}` |" in (_reference.DOCS / "deadlines.md").read_text("utf-8")


def test_the_diagram_shows_every_step_ahead_and_every_way_back() -> None:
    drawing = _life_cycle.draw({state: (state.value, "") for state in State})
    for state in State:
        assert f">{state}" in drawing
    for (before, action), rule in TABLE.items():
        if rule.to is not before and action is not Action.WITHDRAW:
            assert (
                f">{action.replace('_', ' ')}<" in drawing or f"↩ {action} → {rule.to}" in drawing
            )
