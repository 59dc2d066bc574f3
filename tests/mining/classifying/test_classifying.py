import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.mining.classifying import calibration, kernel_ridge, model_card, model_file
from jiesu.mining.classifying.api import SCHEMA, Model, TooFewLabelsError, train
from jiesu.mining.classifying.drift import drift
from jiesu.mining.classifying.model_file import ModelFileError

WATER = ["自来水停水了", "水管爆裂漏水", "水压太低没有水", "自来水浑浊", "停水没有通知", "水表漏水"]
LIGHT = ["路灯不亮", "路灯坏了一个月", "街上路灯全灭", "路灯白天还亮着", "路灯杆倒了", "路灯闪烁"]
PLACES = ["滨江路", "文化街", "桥头", "北园", "东湖", "解放大道", "西站", "南门口"]
LABELS = ["public/water"] * 6 + ["public/light"] * 6


@pytest.fixture(scope="module")
def sure() -> Model:
    """Learn so much of two services that some texts are decided alone."""
    said = [(place + text, "light") for place in PLACES for text in LIGHT]
    said += [(place + text, "water") for place in PLACES for text in WATER]
    times = [f"2025-01-{1 + row % 28:02}" for row in range(len(said))]
    return train([[text for text, _ in said]], [label for _, label in said], times=times)


def test_it_learns_to_tell_apart_and_names_the_words() -> None:
    row = train([WATER + LIGHT], LABELS).predict([["小区门口路灯不亮了"]]).to_pylist()[0]
    assert row["label"] == "public/light"
    assert "路灯" in row["because"]
    assert 0 <= row["confidence"] <= 1


def test_a_higher_level_is_given_when_the_deepest_is_not_sure() -> None:
    model = train([WATER + LIGHT], LABELS)._replace(bar=0.9999)
    row = model.predict([["噪音"]]).to_pylist()[0]
    assert (row["label"], row["decided"]) == ("public", True)


def test_what_fits_is_decided_and_what_fits_nothing_is_not(sure: Model) -> None:
    rows = sure.predict([["北园路灯不亮", "Lorem ipsum", "", "12345678", "😀😀"]]).to_pylist()
    assert [row["decided"] for row in rows] == [True, False, False, False, False]


def test_scores_and_probabilities_add_up_to_one(sure: Model) -> None:
    texts = [["", "路灯", "水" * 100_000, "😀", "0" * 50]]
    assert np.allclose(sure.probabilities(texts).sum(axis=1), 1)
    scores = sure.machine.scores(sure.vocabulary.matrix(texts[0]))
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-3)


def test_no_rows_give_an_empty_table(sure: Model) -> None:
    assert sure.predict([[]]).schema == SCHEMA
    assert sure.predict([[]]).num_rows == 0


def test_three_labels_one_of_them_with_a_single_text() -> None:
    model = train([[*WATER, *LIGHT, "噪音扰民"]], [*LABELS, "noise"])
    assert model.labels == ("noise", "public/light", "public/water")
    assert model.predict([["路灯不亮"]])["label"].to_pylist() == ["public/light"]


def test_texts_without_a_label_are_left_out() -> None:
    assert train([[*WATER, *LIGHT, "噪音"]], [*LABELS, " "]).trained_on == 12


@pytest.mark.parametrize("texts", [["路灯不亮"] * 12, ["123"] * 12, [""] * 12, ["😀"] * 12])
def test_texts_that_tell_nothing_apart_decide_nothing(texts: list[str]) -> None:
    rows = train([texts], LABELS).predict([texts[:1]]).to_pylist()
    assert rows[0]["decided"] is False
    assert rows[0]["confidence"] == pytest.approx(0.5, abs=0.02)


def test_one_label_is_too_few() -> None:
    with pytest.raises(TooFewLabelsError, match="two different labels"):
        train([WATER], ["water"] * 6)
    with pytest.raises(TooFewLabelsError, match="two different labels"):
        train([[]], [])


def test_late_texts_count_more_than_early_ones() -> None:
    texts = ["路灯不亮"] * 6 + ["水管漏水"] * 4
    labels = ["old"] * 3 + ["new"] * 3 + ["water"] * 4
    times = ["2015-01-01"] * 3 + ["2025-01-01"] * 7
    ahead = []
    for half_life in (None, 365.0):
        model = train([texts], labels, times=times, half_life=half_life)
        new, old, _ = model.machine.scores(model.vocabulary.matrix(["路灯不亮"]))[0]
        ahead.append(new - old)
    assert ahead[0] == pytest.approx(0, abs=1e-4)
    assert ahead[1] > 0.1


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.integers(3, 12), st.integers(1, 3))
def test_held_out_scores_are_those_of_a_machine_without_the_group(
    seed: int, texts: int, size: int
) -> None:
    """The closed form against the long way, on the ridge part alone (no directions move)."""
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(texts, 4)).astype(np.float32)
    ridge = chance.uniform(0.4, 2, texts)
    near = rows @ rows.T
    wanted = np.eye(2, dtype=np.float32)[chance.integers(0, 2, texts)]
    inverse = kernel_ridge._inverse(near.copy(), ridge)
    groups = [str(row // size) for row in range(texts)]
    closed = kernel_ridge._held_out(inverse, wanted, inverse @ wanted, groups)
    out = np.flatnonzero(np.array(groups) == groups[-1])
    rest = np.setdiff1d(np.arange(texts), out)
    if len(rest):
        kept = near[np.ix_(rest, rest)] + np.diag(ridge[rest])
        foreseen = near[np.ix_(out, rest)] @ np.linalg.solve(kept, wanted[rest])
        assert np.allclose(closed[out], foreseen, atol=2e-3)


def test_calibration_error_of_known_cases() -> None:
    exact = calibration.calibration_error(np.full(10, 0.7), np.array([True] * 7 + [False] * 3))
    assert exact == pytest.approx(0)
    assert calibration.calibration_error(np.full(4, 1.0), np.zeros(4, bool)) == pytest.approx(1)
    assert calibration.calibration_error(np.zeros(0), np.zeros(0, bool)) == 0


def test_the_bar_holds_its_precision() -> None:
    chance = np.random.default_rng(1)
    confidence = chance.uniform(0.5, 1, 20_000)
    likely = np.column_stack([confidence, 1 - confidence])
    wanted = (chance.uniform(size=20_000) > confidence).astype(np.int64)
    bar = calibration.bar(likely, wanted, np.ones(20_000, bool))
    assert (wanted[confidence >= bar] == 0).mean() >= calibration.PRECISION
    assert bar == pytest.approx(0.94, abs=0.02)  # the mean of what lies above is 0.97


def test_where_nothing_is_right_enough_nothing_is_decided() -> None:
    likely = np.tile([0.9, 0.1], (50, 1))
    wanted = np.arange(50) % 2
    assert calibration.bar(likely, wanted, np.ones(50, bool)) > 1


def test_the_card_tells_what_held_out_texts_showed(sure: Model) -> None:
    told = model_card.card(sure)
    assert (told.texts, told.first, told.last) == (96, "2025-01-01", "2025-01-28")
    assert [row.texts for row in told.labels] == [48, 48]
    assert told.accuracy == 1
    assert "| light | 48 | 1.000 |" in model_card.as_markdown(told)
    assert json.loads(model_card.as_json(told))["labels"][0]["label"] == "light"


def test_precision_recall_and_f1_of_a_known_case() -> None:
    first, second = model_card.by_label(["a", "a", "b"], ["a", "b", "b"])
    assert (first.precision, first.recall) == (1, 0.5)
    assert (second.precision, second.recall) == (0.5, 1)
    assert first.f1 == second.f1 == pytest.approx(2 / 3)


def test_drift_is_seen_and_likeness_is_not(sure: Model) -> None:
    alike = [[place + text for place in PLACES for text in LIGHT[:3] + WATER[:3]]]
    other = [[f"食堂的饭菜又贵又难吃，第{n}次了" for n in range(60)]]
    assert drift(sure, other).drifted
    assert not drift(sure, [[]]).drifted
    assert not drift(sure, alike).drifted


def test_a_model_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    model = train([WATER + LIGHT], LABELS)
    model_file.save(model, tmp_path / "model.npz")
    texts = [["水管漏水", "路灯"]]
    back = model_file.load(tmp_path / "model.npz")
    assert np.allclose(back.probabilities(texts), model.probabilities(texts), atol=1e-3)
    assert model_card.card(back) == model_card.card(model)


def test_half_a_model_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    model_file.save(train([WATER + LIGHT], LABELS), path)
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(ModelFileError, match="train it anew"):
        model_file.load(path)


def test_a_model_of_another_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "VERSION", 1)
    model_file.save(train([WATER + LIGHT], LABELS), tmp_path / "model.npz")
    monkeypatch.undo()
    with pytest.raises(ModelFileError, match="is of version 1, this program reads 2"):
        model_file.load(tmp_path / "model.npz")


def test_labels_may_come_as_arrow_columns() -> None:
    texts = [pa.array(WATER + LIGHT)]
    assert train(texts, pa.array(LABELS), groups=pa.array(list("aabbccddeeff"))).trained_on == 12
