import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.mining.replies.api import KINDS, SCHEMA, judge

ASKED = "咨询电梯维修基金怎么申请，小区电梯坏了三个月"
ANSWERED = (
    "网友：您好！现答复如下：根据《住宅专项维修资金管理办法》第二十二条，电梯维修由业主委员会提出方案，经三分之二业主"
    "同意后向区住建局申请维修基金。经核实，您小区电梯因主板损坏停运，物业已于6月3日完成招标，预计15天内修好。"
)
FORWARDED = "网友：您好！您反映的问题已收悉，我办已转交区住建局核处，感谢您的留言。2019年3月1日"


def _row(reply: str, question: str = ASKED) -> dict[str, object]:
    row: dict[str, object] = judge([[question]], [reply]).to_pylist()[0]
    return row


def test_an_answer_explains_with_its_rule_and_its_facts() -> None:
    row = _row(ANSWERED)
    assert (row["explains"], row["kind"]) == (True, "answers")
    assert "《住宅专项维修资金管理办法》" in str(row["rule"])
    assert "15天" in str(row["facts"])
    assert "shares:" in str(row["because"])
    assert "电梯" in str(row["because"]).split("shares:")[1]


def test_passing_on_explains_nothing_and_says_so() -> None:
    row = _row(FORWARDED)
    assert (row["explains"], row["kind"]) == (False, "forwards")
    assert "转交区住建局" in str(row["because"])
    assert row["rule"] == row["facts"] == ""


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("网友：您好！留言已收悉", "acknowledges"),
        ("您好！我局将认真研究并及时回复。", "promises"),
        ("您好！该事项不属于我局管辖范围。", "refuses"),
        ("您好！请拨打市交警支队电话咨询。", "refers"),
        ("We have forwarded your request to Public Works.", "forwards"),
        ("We will look into it.", "promises"),
        ("The lamp was inspected and repaired on Monday.", "answers"),
        ("", "acknowledges"),
        ("2019年3月1日", "acknowledges"),
        ("😀😀", "acknowledges"),
    ],
)
def test_kinds(reply: str, kind: str) -> None:
    row = _row(reply)
    assert row["kind"] == kind
    assert row["explains"] is False


def test_courtesies_without_end_do_not_explain() -> None:
    row = _row(FORWARDED * 40)
    assert (row["explains"], row["kind"]) == (False, "forwards")


def test_a_hundred_thousand_letters_are_read() -> None:
    assert _row("路" * 100_000)["kind"] == "answers"
    assert _row("1" * 100_000)["explains"] in (True, False)


def test_no_rows_give_an_empty_table() -> None:
    assert judge([[]], []).schema == SCHEMA


def test_missing_texts_are_empty_ones() -> None:
    assert judge([[None]], [None])["explains"].to_pylist() == [False]


@settings(deadline=None, max_examples=60)
@given(st.text(), st.text())
def test_any_text_gets_a_judgement(question: str, reply: str) -> None:
    row = _row(reply, question)
    assert row["kind"] in KINDS
    assert 0.5 <= float(str(row["confidence"])) <= 1
    if row["kind"] in {"forwards", "promises", "acknowledges"}:
        assert row["explains"] is False
