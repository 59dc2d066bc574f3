"""Units are proposed by the duty list, and what speaks against a unit is said."""

from datetime import date

from jiesu.rules.dispatching.dispatch import (
    Concern,
    Duty,
    DutyKind,
    ReasonCode,
    Situation,
    concerns,
    propose,
)

TODAY = date(2025, 3, 3)
SERVICE = ["noise.building.night", "noise.building", "noise"]
AREA = ["grid-7", "community-3", "street-2", "district-1"]


def duty(
    number: int,
    service: str,
    area: str,
    unit: str,
    kind: DutyKind = DutyKind.BASIC,
    *,
    support: tuple[str, ...] = (),
    valid_to: date | None = None,
) -> Duty:
    return Duty(
        number, service, area, kind, unit, support, f"item {number}", date(2025, 1, 1), valid_to
    )


STREET = duty(1, "noise", "street-2", "street office")
BUREAU = duty(2, "noise.building", "", "building bureau")
DISTRICT = duty(3, "", "district-1", "district government")
TAKEN = duty(
    4,
    "noise.building",
    "street-2",
    "ecology bureau",
    DutyKind.TAKEN_BACK,
    support=("street office",),
)
ASSIST = duty(
    5,
    "noise.building.night",
    "street-2",
    "city police",
    DutyKind.ASSIST,
    support=("street office",),
)


def units(*duties: Duty, on: date = TODAY) -> list[str]:
    return [proposal.unit for proposal in propose(SERVICE, AREA, duties, on=on)]


def test_the_closer_service_goes_before_the_closer_area() -> None:
    assert units(STREET, BUREAU) == ["building bureau", "street office"]


def test_the_closer_area_decides_between_equal_services() -> None:
    everywhere = duty(9, "noise", "", "city bureau")
    assert units(everywhere, STREET) == ["street office", "city bureau"]


def test_the_district_coordinates_what_has_no_owner() -> None:
    (only,) = propose([], AREA, [STREET, BUREAU, DISTRICT], on=TODAY)
    assert (only.unit, only.reason.code) == ("district government", ReasonCode.COORDINATES)


def test_nothing_is_proposed_where_nothing_fits() -> None:
    assert propose(["trees"], AREA, [STREET, BUREAU], on=TODAY) == []


def test_what_was_taken_back_never_goes_to_the_street() -> None:
    assert units(STREET, TAKEN, DISTRICT) == ["ecology bureau", "district government"]


def test_the_street_is_known_by_its_own_duties_where_the_item_does_not_name_it() -> None:
    unnamed = duty(8, "noise.building", "street-2", "ecology bureau", DutyKind.TAKEN_BACK)
    assert units(STREET, unnamed, DISTRICT) == ["ecology bureau", "district government"]


def test_what_was_taken_back_everywhere_still_leaves_the_district_to_coordinate() -> None:
    everywhere = duty(8, "noise.building", "", "ecology bureau", DutyKind.TAKEN_BACK)
    assert units(STREET, everywhere, DISTRICT) == ["ecology bureau", "district government"]


def test_taking_back_in_one_street_leaves_the_wider_area_alone() -> None:
    wider = duty(8, "noise", "district-1", "district police")
    assert units(STREET, TAKEN, wider) == ["ecology bureau", "district police"]


def test_each_of_two_items_taken_back_holds() -> None:
    park = duty(8, "noise", "street-2", "park office")
    again = duty(
        9, "noise", "street-2", "culture bureau", DutyKind.TAKEN_BACK, support=("park office",)
    )
    first = duty(
        10, "noise.building.night", "", "city police", DutyKind.TAKEN_BACK, support=("kiosk",)
    )
    kiosk = duty(11, "noise", "", "kiosk")
    assert units(park, again, first, kiosk) == ["city police", "culture bureau"]


def test_a_closer_item_of_the_street_stands_against_a_general_taking_back() -> None:
    general = duty(8, "noise", "", "ecology bureau", DutyKind.TAKEN_BACK)
    closer = duty(9, "noise.building.night", "street-2", "street office")
    assert units(closer, general) == ["street office", "ecology bureau"]


def test_an_assist_item_goes_to_the_department_and_says_so() -> None:
    best = propose(SERVICE, AREA, [STREET, ASSIST], on=TODAY)[0]
    assert best.unit == "city police"
    assert best.support_units == ("street office",)
    assert best.reason.code is ReasonCode.LEADS_ASSISTED


def test_confidence_falls_with_each_step_and_is_shared_between_equals() -> None:
    def confidence(*duties: Duty) -> list[float]:
        return [proposal.confidence for proposal in propose(SERVICE, AREA, duties, on=TODAY)]

    leaf = duty(8, "noise.building.night", "grid-7", "grid office")
    assert confidence(leaf) == [0.95]
    assert confidence(STREET) == [0.549]
    assert confidence(STREET, duty(9, "noise", "street-2", "park office")) == [0.274, 0.274]
    assert confidence(TAKEN) == [0.65]
    assert confidence(ASSIST) == [0.767]
    assert confidence(DISTRICT) == [0.219]


def test_a_unit_the_matter_was_taken_from_does_not_support_it() -> None:
    (proposal,) = propose(SERVICE, AREA, [TAKEN], on=TODAY)
    assert proposal.support_units == ()


def test_a_proposal_says_what_matched() -> None:
    (proposal,) = propose(SERVICE, AREA, [STREET], on=TODAY)
    reason = proposal.reason
    assert (reason.service, reason.service_level) == ("noise", 2)
    assert (reason.area, reason.area_level) == ("street-2", 2)
    assert reason.basis == "item 1"
    assert proposal.duty_id == 1


def test_items_of_other_days_are_passed_over() -> None:
    old = duty(6, "noise", "street-2", "street office", valid_to=date(2025, 3, 2))
    assert units(old) == []
    assert units(old, on=date(2025, 3, 2)) == ["street office"]
    assert units(old, on=date(2024, 12, 31)) == []
    assert units(old, on=date(2025, 1, 1)) == ["street office"]


def against(unit: str, *duties: Duty, on: date = TODAY) -> list[Concern]:
    situation = Situation(
        SERVICE,
        AREA,
        communities=frozenset({"community 3"}),
        accused=frozenset({"building bureau"}),
        interested=frozenset({"water company"}),
        objection_upheld=frozenset({"park office"}),
    )
    return concerns(unit, situation, duties, on=on)


def test_nothing_speaks_against_the_unit_on_the_list() -> None:
    assert against("street office", STREET) == []


def test_each_concern_is_named() -> None:
    assert against("building bureau", BUREAU) == [Concern.ACCUSED]
    assert against("street office", STREET, TAKEN) == [Concern.TAKEN_BACK]
    assert against("street office", TAKEN) == [Concern.TAKEN_BACK]
    unnamed = duty(8, "noise.building", "street-2", "ecology bureau", DutyKind.TAKEN_BACK)
    assert against("street office", STREET, unnamed) == [Concern.TAKEN_BACK]
    helped = duty(9, "noise", "street-2", "street office", support=("park team",))
    assert against("park team", helped) == [Concern.ASSISTS_ONLY]
    assert against("street office", ASSIST) == [Concern.ASSISTS_ONLY]
    assert against("street office", STREET, on=date(2024, 1, 1)) == [Concern.EXPIRED]
    assert against("water company", STREET) == [
        Concern.CONFLICT_OF_INTEREST,
        Concern.NOT_LISTED,
    ]
    assert against("park office", STREET) == [Concern.NOT_LISTED, Concern.OBJECTION_UPHELD]


def test_a_community_is_refused_even_where_a_list_names_it() -> None:
    listed = duty(7, "noise", "community-3", "community 3")
    found = against("community 3", listed)
    assert found == [Concern.COMMUNITY_MAY_NOT_LEAD]
    assert found[0].refuses


def test_a_written_reason_is_enough_for_the_others() -> None:
    assert {concern for concern in Concern if not concern.refuses} == {
        Concern.ASSISTS_ONLY,
        Concern.EXPIRED,
        Concern.NOT_LISTED,
        Concern.OBJECTION_UPHELD,
    }
