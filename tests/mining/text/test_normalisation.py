from jiesu.mining.text.identity import scrub
from jiesu.mining.text.normalisation import LONGEST, evidence, normalise
from jiesu.mining.text.segmentation import segment


def test_width_case_and_invisible_signs_are_levelled() -> None:
    assert normalise("\u3000\t ＡＢＣ\u202e  路灯\u200b坏了") == "abc 路灯坏了"


def test_nothing_and_lone_surrogates_are_harmless() -> None:
    assert normalise(None) == ""
    assert normalise("\ud800坏") == "坏"


def test_a_text_is_read_up_to_its_longest() -> None:
    assert len(normalise("路" * 100_000)) == LONGEST


def test_courtesies_are_no_evidence() -> None:
    said = evidence("尊敬的胡书记：您好！路灯坏了，请有关部门尽快处理，万分感谢！")
    assert "路灯坏了" in said
    for courtesy in ("尊敬", "您好", "有关部门", "感谢"):
        assert courtesy not in said


def test_english_courtesies_too() -> None:
    assert evidence("Dear Sir, the lamp is out. Thank you very much!") == ", the lamp is out. !"


def test_words_of_two_languages() -> None:
    assert segment("street light 路灯") == ["street", "light", "路灯"]


def test_identity_is_blanked_out_and_room_numbers_are_kept() -> None:
    said = scrub("我叫李建义，住3栋1306号房，电话138-1234-5678，身份证43010219900101123X，a.b@c.cn")
    assert said == "我叫[name]，住3栋1306号房，电话[phone]，身份证[id]，[mail]"


def test_a_foreign_phone_and_a_wide_one_are_found() -> None:
    assert scrub("call (617) 555-1234") == "call [phone]"
    assert scrub("１３８１２３４５６７８") == "[phone]"
