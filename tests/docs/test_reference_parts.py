"""The reference says what the code says."""

import pytest

from docs import reference_parts, state_diagram
from jiesu.rules.deadlines import Standing, Unit
from jiesu.rules.dispatch import Concern, DutyKind, ReasonCode
from jiesu.rules.lifecycle import TABLE, Action, State


def test_no_generated_page_is_stale() -> None:
    stale = [
        path.name for path, text in reference_parts.outputs().items() if path.read_text() != text
    ]
    assert not stale, "run: .venv/bin/python -m docs.generate"


def test_every_part_has_its_place_in_a_page() -> None:
    pages = "".join(page.read_text() for page in reference_parts.REFERENCE.glob("*.md"))
    assert [
        part for part in reference_parts.PARTS if f"<!-- generated: {part} -->" not in pages
    ] == []


@pytest.mark.parametrize("code", [*ReasonCode, *DutyKind])
def test_every_code_of_dispatch_is_explained(code: str) -> None:
    assert f"| `{code}` |" in (reference_parts.REFERENCE / "dispatch.md").read_text()


@pytest.mark.parametrize("concern", Concern)
def test_every_concern_says_whether_it_refuses(concern: Concern) -> None:
    page = (reference_parts.REFERENCE / "dispatch.md").read_text().partition("## Concerns")[2]
    row = next(line for line in page.splitlines() if line.startswith(f"| `{concern}` |"))
    assert row.endswith("| refused |" if concern.refuses else "| needs a written reason |")


@pytest.mark.parametrize("code", [*Unit, *Standing])
def test_every_unit_and_standing_is_explained(code: str) -> None:
    assert f"| `{code}` |" in (reference_parts.REFERENCE / "deadlines.md").read_text()


def test_the_diagram_shows_every_step_ahead_and_every_way_back() -> None:
    drawing = state_diagram.draw({state: (state.value, "") for state in State})
    for state in State:
        assert f">{state}" in drawing
    for (before, action), rule in TABLE.items():
        if rule.to is not before and action is not Action.WITHDRAW:
            assert (
                f">{action.replace('_', ' ')}<" in drawing or f"↩ {action} → {rule.to}" in drawing
            )
