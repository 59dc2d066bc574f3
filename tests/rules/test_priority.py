"""The urgency of an appeal follows its service, what is said to happen now, and who is affected."""

import pytest

from jiesu.rules.dispatching.priority import (
    Because,
    EmergencyLine,
    Ground,
    Judgement,
    Urgency,
    judge,
)


def general(text: str) -> Judgement:
    return judge(service_class=Urgency.GENERAL, text=text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("我家楼下着火了，快来", EmergencyLine.FIRE),
        ("有人持刀在小区门口", EmergencyLine.POLICE),
        ("孩子溺水了", EmergencyLine.AMBULANCE),
        ("The shop next door is ON FIRE", EmergencyLine.FIRE),
        ("没有着火。对面着火了", EmergencyLine.FIRE),
    ],
)
def test_danger_makes_an_emergency_and_names_the_line(text: str, line: EmergencyLine) -> None:
    judgement = general(text)
    assert judgement.urgency is Urgency.EMERGENCY
    assert judgement.lines == (line,)
    assert judgement.because[1].ground is Ground.DANGER_WORD
    assert judgement.because[1].detail in text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "楼道没有着火，只是有烟味",
        "一旦着火，消防车进不来",
        "老旧电线有起火隐患",
        "去年小区起火，物业至今不修消火栓",
        "希望组织起火演练",
        "If the wires break, somebody is trapped",
        "there is no gas leak",
        "咨询医保" + "，" * 80 + "着火",
    ],
)
def test_what_does_not_happen_now_is_no_emergency(text: str) -> None:
    judgement = general(text)
    assert judgement.urgency is Urgency.GENERAL
    assert judgement.lines == ()


def test_a_cut_supply_is_urgent() -> None:
    judgement = general("小区停水三天")
    assert judgement.urgency is Urgency.URGENT
    assert Because(Ground.SUPPLY_WORD, "停水") in judgement.because


def test_hanging_up_is_no_power_cut() -> None:
    assert general("工作人员直接挂断电话").urgency is Urgency.GENERAL


def test_a_word_for_a_vulnerable_person_is_shown_and_moves_nothing() -> None:
    judgement = general("咨询独居老人的购房资格")
    assert judgement.urgency is Urgency.GENERAL
    assert Because(Ground.VULNERABLE_WORD, "独居老人") in judgement.because


@pytest.mark.parametrize("service_class", Urgency)
def test_words_never_lower_the_class_of_the_service(service_class: Urgency) -> None:
    assert judge(service_class=service_class, text="咨询").urgency is service_class
    raised = judge(service_class=service_class, text="停电").urgency
    assert list(Urgency).index(raised) <= list(Urgency).index(service_class)


def test_the_service_is_always_among_the_grounds() -> None:
    assert general("").because == (Because(Ground.SERVICE, "general"),)


def test_the_words_that_speak_for_it_are_named_without_the_service() -> None:
    judgement = judge(service_class=Urgency.GENERAL, text="停水，家有孕妇")
    assert judgement.words == ("停水", "孕妇")
