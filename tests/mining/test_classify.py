from pathlib import Path

import numpy as np
import pytest

from jiesu.mining.classify import ModelFileError, TooFewLabelsError, load, train

WATER = ["自来水停水了", "水管爆裂漏水", "水压太低没有水", "自来水浑浊", "停水没有通知", "水表漏水"]
LIGHT = ["路灯不亮", "路灯坏了一个月", "街上路灯全灭", "路灯白天还亮着", "路灯杆倒了", "路灯闪烁"]
LABELS = ["public/water"] * 6 + ["public/light"] * 6


def test_it_learns_to_tell_apart_and_names_the_words() -> None:
    row = train([WATER + LIGHT], LABELS).predict([["小区门口路灯不亮了"]]).to_pylist()[0]
    assert row["label"].startswith("public")
    assert "路灯" in row["because"]
    assert 0 <= row["confidence"] <= 1


def test_a_higher_level_is_given_when_the_deepest_is_not_sure() -> None:
    model = train([WATER + LIGHT], LABELS)._replace(bar=0.9999, temperature=1.0)
    row = model.predict([["噪音"]]).to_pylist()[0]
    assert (row["label"], row["decided"]) == ("public", True)


def test_probabilities_add_up_to_one() -> None:
    likely = train([WATER + LIGHT], LABELS).probabilities([["", "路灯", "水" * 5000]])
    assert np.allclose(likely.sum(axis=1), 1)


def test_a_model_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    model = train([WATER + LIGHT], LABELS)
    model.save(tmp_path / "model.npz")
    texts = [["水管漏水", "路灯"]]
    assert load(tmp_path / "model.npz").predict(texts) == model.predict(texts)


def test_half_a_model_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    train([WATER + LIGHT], LABELS).save(path)
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ModelFileError, match="train it anew"):
        load(path)


def test_one_label_is_too_few() -> None:
    with pytest.raises(TooFewLabelsError, match="two different labels"):
        train([WATER], ["water"] * 6)
