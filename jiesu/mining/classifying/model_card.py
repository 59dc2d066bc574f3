"""The model card: what a classifier learned from, how right it is, and where it stays silent.

After Mitchell et al. 2019, "Model cards for model reporting". All figures are of held-out texts.
"""

import json
from typing import NamedTuple

import numpy as np

from jiesu.mining.classifying.api import FITS, VERSION, Model
from jiesu.mining.classifying.calibration import BINS, PRECISION, calibration_error


class ForLabel(NamedTuple):
    """How right one label is; a figure whose base is empty is 0."""

    label: str
    texts: int
    precision: float
    recall: float
    f1: float


class Card(NamedTuple):
    """The figures of a classifier; shares lie in [0, 1]."""

    version: int
    texts: int
    first: str | None  # day of the oldest text, where times were told
    last: str | None
    accuracy: float
    macro_f1: float
    calibration_error: float
    bar: float  # least confidence of what is decided
    fit: float  # least raw score of what is decided
    decided: float
    decided_right: float
    labels: list[ForLabel]


def card(model: Model) -> Card:
    """Sum up what held-out texts showed of a model."""
    known = model.known
    right = known.wanted == known.label
    decided = (known.confidence >= model.bar) & (known.fit >= FITS)
    rows = by_label([model.labels[k] for k in known.wanted], [model.labels[k] for k in known.label])
    return Card(
        VERSION,
        model.trained_on,
        _day(known.first),
        _day(known.last),
        float(right.mean()),
        float(np.mean([row.f1 for row in rows])),
        calibration_error(known.confidence.astype(np.float64), right),
        model.bar,
        FITS,
        float(decided.mean()),
        float(right[decided].mean()) if decided.any() else 0.0,
        rows,
    )


def by_label(truth: list[str], found: list[str]) -> list[ForLabel]:
    """Give precision, recall and F1 of every label of `truth`, in order of their names."""
    wanted, given = np.array(truth, dtype=object), np.array(found, dtype=object)
    rows = []
    for label in sorted(set(truth)):
        true, said = wanted == label, given == label
        both = int((true & said).sum())
        precision, recall = both / max(int(said.sum()), 1), both / int(true.sum())
        f1 = 2 * both / int(true.sum() + said.sum())
        rows.append(ForLabel(label, int(true.sum()), precision, recall, f1))
    return rows


def as_markdown(card: Card) -> str:
    """Give the card as a page of Markdown."""
    lines = [
        "# Model card: which label a text belongs to",
        "",
        f"- model version {card.version}; {card.texts} labelled texts, {len(card.labels)} labels",
        f"- texts from {card.first} to {card.last}" if card.first else "- times were not told",
        f"- accuracy {card.accuracy:.3f}, macro-F1 {card.macro_f1:.3f}",
        f"- calibration error {card.calibration_error:.3f} (top label, {BINS} bins of equal width)",
        f"- decides alone from confidence {card.bar:.3f} and raw score {card.fit} on",
        f"- decided: {card.decided:.1%}, right: {card.decided_right:.1%} (wished: {PRECISION:.0%})",
        "- all figures: each text judged by a model that saw neither it nor its near-duplicates",
        "",
        "| label | texts | precision | recall | F1 |",
        "|---|---|---|---|---|",
        *(
            f"| {row.label} | {row.texts} | {row.precision:.3f} | {row.recall:.3f} | {row.f1:.3f} |"
            for row in card.labels
        ),
    ]
    return "\n".join(lines) + "\n"


def as_json(card: Card) -> str:
    """Give the card as JSON."""
    about = card._asdict() | {"labels": [row._asdict() for row in card.labels]}
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


def _day(days: float) -> str | None:
    return None if np.isnan(days) else str(np.datetime64(int(days), "D"))
