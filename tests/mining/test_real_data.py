"""Figures on the real messages; the floors lie a little under what was measured."""

import csv
import gzip
from pathlib import Path

import pytest

from jiesu.mining.classifying.api import train
from jiesu.mining.classifying.model_card import by_label, card
from jiesu.mining.grouping.api import groups
from jiesu.mining.grouping.score import score
from jiesu.mining.replies.evaluate import evaluate

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


@pytest.fixture
def messages(real_data: Path) -> list[dict[str, str]]:
    with gzip.open(real_data / "smart_government/messages.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def standard(real_data: Path) -> dict[str, str]:
    with (real_data / "smart_government/same_issue_dev.csv").open(encoding="utf-8") as file:
        return {row["message_id"]: row["issue_id"] for row in csv.DictReader(file)}


def test_groups_of_real_messages(messages: list[dict[str, str]], standard: dict[str, str]) -> None:
    columns = {name: [row[name] for row in messages] for name in messages[0]}
    texts = [columns["topic"], columns["detail"]]
    found = groups(columns["msg_id"], texts, columns["time"]).to_pydict()
    group = dict(zip(found["id"], found["group"], strict=True))
    figures = score([group[name] for name in standard], list(standard.values()))
    assert figures.pair_f1 > 0.86
    assert figures.bcubed_f1 > 0.91
    assert figures.small_recall > 0.76


def test_classes_of_real_messages(real_data: Path) -> None:
    with gzip.open(real_data / "smart_government/labelled.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    early = [row for row in rows if row["split"] == "train"]
    later = [row for row in rows if row["split"] == "dev"]
    texts, asked = (
        [[row[c] for row in side] for c in ("topic", "text")] for side in (early, later)
    )
    model = train(texts, [row["label"] for row in early])
    assert card(model).macro_f1 > 0.90
    assert card(model).calibration_error < 0.015
    found = model.predict(asked)["label"].to_pylist()
    rows_of = by_label([row["label"] for row in later], found)
    assert sum(row.f1 for row in rows_of) / len(rows_of) > 0.90


def test_replies_as_people_judged_them(real_data: Path) -> None:
    with gzip.open(real_data / "smart_government/replies.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    asked = [[row["topic"] for row in rows], [row["detail"] for row in rows]]
    truth = [row["explained"] for row in rows]
    figures = next(evaluate(asked, [row["reply"] for row in rows], truth))
    assert figures.kappa > 0.78
