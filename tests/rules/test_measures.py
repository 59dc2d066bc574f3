"""Each measure counts what its words say, on cases and on columns alike."""

from dataclasses import fields, replace
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.measuring.case_facts import Answer, CaseFacts
from jiesu.rules.measuring.measures import MEASURES, count
from jiesu.rules.measuring.rates import Rate

any_case = st.builds(
    CaseFacts,
    answer=st.sampled_from(Answer),
    result_rating=st.integers(0, 5),
    service_rating=st.integers(0, 5),
    exclusion_ground=st.sampled_from(["", "wrong_dispatch"]),
    **{f.name: st.booleans() for f in fields(CaseFacts) if f.type is bool},
)
any_cases = st.lists(any_case, min_size=1, max_size=20)

DUE = CaseFacts(due_passed=True)
SOLVED = CaseFacts(answer=Answer.SOLVED)


def rate(code: str, *cases: CaseFacts) -> Rate:
    return count(MEASURES[code], cases)


def test_a_response_needs_time_and_proof() -> None:
    in_time = replace(DUE, contacted_in_time=True)
    assert rate("response_rate", DUE, in_time, replace(in_time, contact_proven=True)) == Rate(1, 3)
    not_due = replace(in_time, contact_proven=True, due_passed=False)
    assert rate("response_rate", not_due) == Rate(0, 0)


def test_partly_solved_is_shown_apart() -> None:
    cases = [CaseFacts(answer=answer) for answer in Answer]
    assert rate("resolution_rate", *cases) == Rate(1, 3)
    assert rate("partly_resolved_rate", *cases) == Rate(1, 3)


@pytest.mark.parametrize("answer", [Answer.NOT_ASKED, Answer.UNREACHED, Answer.REFUSED])
def test_who_gave_no_answer_is_never_satisfied(answer: Answer) -> None:
    case = CaseFacts(answer=answer, result_rating=5, service_rating=5, claimed_resolved=True)
    for code in ("satisfaction_rate", "service_satisfaction_rate", "resolution_rate"):
        assert rate(code, case) == Rate(0, 0)


def test_satisfied_begins_at_four_of_five() -> None:
    cases = [replace(SOLVED, result_rating=n, service_rating=5 - n) for n in range(6)]
    assert rate("satisfaction_rate", *cases) == Rate(2, 6)
    assert rate("service_satisfaction_rate", *cases) == Rate(2, 6)


def test_reach_shows_refused_and_unreached() -> None:
    cases = [CaseFacts(answer=answer) for answer in Answer]
    assert rate("reach_rate", *cases) == Rate(3, 5)
    assert rate("unreached_rate", *cases) == Rate(1, 5)
    assert rate("refused_rate", *cases) == Rate(1, 5)


def test_on_time_is_counted_on_the_original_and_on_the_extended_time() -> None:
    late = replace(DUE, replied=True, replied_by_extended_due=True)
    assert rate("on_time_rate", late, replace(late, replied_by_due=True)) == Rate(1, 2)
    assert rate("on_time_rate_extended", late, DUE) == Rate(1, 2)


def test_a_twin_leaves_exclusions_out_and_the_first_keeps_them() -> None:
    out = replace(DUE, exclusion_ground="unreachable")
    good = replace(DUE, contacted_in_time=True, contact_proven=True)
    assert rate("response_rate", out, good, CaseFacts()) == Rate(1, 2)
    twin = MEASURES["response_rate"].without_excluded()
    assert count(twin, [out, good, CaseFacts()]) == Rate(1, 1)
    assert rate("exclusion_rate", out, good, replace(good), CaseFacts()) == Rate(1, 3)


@pytest.mark.parametrize("code", ["response_rate", "resolution_rate", "satisfaction_rate"])
def test_the_three_rates_have_a_twin_that_says_so(code: str) -> None:
    twin = MEASURES[code].without_excluded()
    published = MEASURES[f"{code}_without_excluded"]
    assert (twin.code, twin.zh, twin.en) == (published.code, published.zh, published.en)
    assert twin.zh == f"{MEASURES[code].zh}（剔除后）"
    assert twin.en == f"{MEASURES[code].en} (without excluded)"
    assert twin.among.zh == f"{MEASURES[code].among.zh}（不含已剔除）"
    assert twin.among.en == f"{MEASURES[code].among.en}, without those excluded by decision"


def test_dispatch_is_right_once_however_often_it_was_wrong() -> None:
    sent = CaseFacts(dispatched=True)
    wrong = replace(sent, objected=True, objection_upheld=True, redispatched=True)
    overruled = replace(sent, objected=True, objection_overruled=True)
    assert rate("first_dispatch_accuracy", sent, wrong, overruled) == Rate(2, 3)
    assert rate("objection_rate", sent, wrong, overruled) == Rate(2, 3)
    assert rate("unfounded_objection_rate", sent, wrong, overruled) == Rate(1, 2)


@pytest.mark.parametrize(
    ("code", "below", "above"),
    [
        ("claimed_rate", {"answer": Answer.PARTLY}, {"claimed_resolved": True}),
        (
            "last_hour_share",
            {"replied": True, "replied_by_extended_due": True},
            {"replied_in_last_hour": True},
        ),
        ("rework_rate", {"replied": True}, {"sent_back": True}),
        ("reopen_rate_30d", {"completed_30_days_ago": True}, {"reopened_within_30_days": True}),
        (
            "reappeal_rate_90d",
            {"completed_90_days_ago": True},
            {"appealed_again_within_90_days": True},
        ),
        ("escalation_rate", {"due_passed": True}, {"escalated": True}),
    ],
)
def test_plain_shares(code: str, below: dict[str, Any], above: dict[str, Any]) -> None:
    cases = [CaseFacts(), CaseFacts(**below), CaseFacts(**above), CaseFacts(**below, **above)]
    assert rate(code, *cases) == Rate(1, 2)


def test_every_measure_is_named_in_both_languages_and_can_count_nothing() -> None:
    for code, measure in MEASURES.items():
        assert code == measure.code
        assert measure.zh != measure.en
        assert all([measure.zh, measure.en, measure.source])
        assert count(measure, []) == Rate(0, 0)


@given(any_cases)
def test_numpy_columns_count_the_same(cases: list[CaseFacts]) -> None:
    columns: Any = type("Columns", (), _columns(cases))
    for measure in MEASURES.values():
        counted = Rate(
            int(measure.numerator(columns).sum()),  # type: ignore[attr-defined]
            int(measure.denominator(columns).sum()),  # type: ignore[attr-defined]
        )
        assert counted == count(measure, cases)


def test_ibis_columns_count_the_same() -> None:
    cases = [
        CaseFacts(answer=answer, exclusion_ground=ground, result_rating=rating, due_passed=due)
        for answer in Answer
        for ground in ("", "wrong_dispatch")
        for rating in (0, 3, 4)
        for due in (False, True)
    ]
    columns = {name: values.tolist() for name, values in _columns(cases).items()}
    table: Any = ibis.memtable(pa.table(columns))
    sums = {
        f"{side} {code}": column.sum()
        for code, measure in MEASURES.items()
        for side, column in (
            ("above", measure.numerator(table)),
            ("below", measure.denominator(table)),
        )
    }
    counted = table.aggregate(**sums).to_pyarrow().to_pylist()[0]
    for code, measure in MEASURES.items():
        rate = Rate(counted[f"above {code}"], counted[f"below {code}"])
        assert rate == count(measure, cases)


def _columns(cases: list[CaseFacts]) -> dict[str, Any]:
    return {f.name: np.array([getattr(case, f.name) for case in cases]) for f in fields(CaseFacts)}
