"""The urgency of an appeal follows its service, what is said to happen now, and who is affected."""

import pytest

from jiesu.rules.dispatching.priority import (
    SAMPLE_WORDS,
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


NOW = ["{}！快来", "我家楼下{}了", "咨询医保，" + "另外，" * 60 + "现在楼道{}"]
NOW += ["There is {}, hurry", "help, {} here", "it is late, but {} right now"]
NOT_NOW = ["没有{}", "去年{}，至今没人管", "一旦{}怎么办", "多次{}", "{}的隐患"]
NOT_NOW += ["no {} so far", "if {} happens", "worried about {} one day", "last year {} was seen"]


def in_one_language(way: str, word: str) -> bool:
    return way.format("").isascii() == word.isascii()


ALARMS = [way.format(w) for way in NOW for w in SAMPLE_WORDS.danger if in_one_language(way, w)]
QUIET = [way.format(w) for way in NOT_NOW for w in SAMPLE_WORDS.danger if in_one_language(way, w)]


def test_row_84_every_word_for_danger_alarms_wherever_it_stands() -> None:
    assert len(ALARMS) >= 150
    missed = [text for text in ALARMS if general(text).urgency is not Urgency.EMERGENCY]
    assert not missed


def test_row_84_what_is_denied_supposed_or_over_alarms_nobody() -> None:
    assert len(QUIET) >= 150
    alarmed = [text for text in QUIET if general(text).urgency is Urgency.EMERGENCY]
    assert not alarmed


@pytest.mark.parametrize(
    "text",
    [
        "no heat, " + "nobody answers, " * 9 + "a strong smell of gas in the hallway",
        "strong gas smell",
        "gas odor in the basement",
        "smoke coming out of the basement",
        "carbon monoxide alarm going off",
        "man with a gun",
        "sparking wires down",
        "电梯困人",
        "楼里浓烟滚滚",
    ],
)
def test_row_84_alarms_as_people_write_them(text: str) -> None:
    assert general(text).urgency is Urgency.EMERGENCY
