"""In which encoding a file is written: recognised, or refused, and never read as rubbish."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.channels.file_import.formats.encodings import recognise
from jiesu.channels.file_import.formats.tables import UnreadableError

TRADITIONAL = "街燈壞了三天，晚上很黑，請盡快派人來修理。電梯困人，樓裡漏水，沒有人管。"
TEXTS = {
    "big5": TRADITIONAL,
    "big5hkscs": TRADITIONAL + "佢哋喺度嘈咗成晚。",
    "gb18030": "路灯坏了三天，晚上很黑，请尽快派人来修理。",
    "utf-16-le": "路灯坏了三天，晚上很黑。",
    "utf-16-be": "路灯坏了三天，晚上很黑。",
    "utf-32": "路灯坏了三天，晚上很黑。",
    "cp1252": "Der Müllcontainer ist übervoll – die Straße “gesperrt” à gauche de l’école créée",
}


def as_file(text: str, codec: str) -> bytes:
    return f"id,text\r\n1,{text}\r\n2,{text}\r\n".encode(codec)


@pytest.mark.parametrize("codec", TEXTS)
def test_row_31_a_file_of_any_usual_encoding_is_read_as_it_was_written(
    opened: Any, codec: str
) -> None:
    table = opened(as_file(TEXTS[codec], codec))
    assert [row.cells["text"] for row in table.rows] == [TEXTS[codec]] * 2
    assert not table.faults


FOREIGN = {
    "iso8859_7": "Ο φανός του δρόμου δεν ανάβει εδώ και τρεις ημέρες",
    "cp1256": "مصباح الشارع لا يعمل منذ ثلاثة أيام",
    "tis_620": "ไฟถนนเสียมาสามวันแล้ว",
    "cp866": "Не горит фонарь у дома уже три дня - вечером очень темно.",
    "cp1251": "Не горит фонарь у дома уже три дня - вечером очень темно.",
    "cp932": "街灯が三日間壊れています。夜はとても暗いので、早く直してください。",
    "euc_jp": "街灯が三日間壊れています。夜はとても暗いので、早く直してください。",
    "euc_kr": "가로등이 고장난 지 사흘이 지났습니다. 밤에 너무 어두우니 빨리 고쳐 주시기 바랍니다.",
}


@pytest.mark.parametrize("codec", FOREIGN)
def test_row_31_what_cannot_be_told_is_refused_with_what_to_do(opened: Any, codec: str) -> None:
    text = FOREIGN[codec]
    with pytest.raises(UnreadableError, match="Save it as UTF-8"):
        opened(as_file(text, codec))
    given = opened(as_file(text, codec), encoding=codec)
    assert given.rows[0].cells["text"] == text


def test_row_31_a_few_wrong_bytes_do_not_make_big5_western(opened: Any) -> None:
    with pytest.raises(UnreadableError, match="encoding"):
        opened(as_file(TRADITIONAL, "big5") + b"3,\xff\xff\n")


@given(st.text(st.characters(codec="gb2312", min_codepoint=0x4E00), min_size=1, max_size=40))
def test_row_31_no_bytes_make_recognition_fail_otherwise(text: str) -> None:
    for codec in ("gb18030", "utf-8", "utf-16"):
        body = as_file(text, codec)
        try:
            found = recognise(lambda body=body: io.BytesIO(body))
        except UnreadableError:
            continue
        assert codec == "gb18030" or body.decode(found.codec).startswith("id,text")
