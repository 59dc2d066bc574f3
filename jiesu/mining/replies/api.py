"""Whether a reply answers the question, or only passes it on.

Six figures of a reply, each plain to see, weighed by a logistic formula whose numbers were fitted
once to human judgements. A reply of which only courtesies, promises and passing on remain never
explains, however long it is.
"""

import math
import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.columns import Column, Texts, strings
from jiesu.mining.replies.sentences import Sentences, read, weight
from jiesu.mining.text.normalisation import evidence, normalise
from jiesu.mining.text.segmentation import segment

SCHEMA = pa.schema(
    {
        "explains": pa.bool_(),
        "confidence": pa.float32(),  # probability of what `explains` says
        "kind": pa.string(),
        "facts": pa.string(),
        "rule": pa.string(),
        "because": pa.string(),
    }
)
KINDS = ("answers", "refers", "refuses", "forwards", "promises", "acknowledges")
_ASKED = 1000  # characters of the question that are compared
_NAMED, _LONGEST = 5, 30  # how many words are named, and how much of each
_LETTERS = re.compile(r"[\u4e00-\u9fff]|[a-z0-9]+")


class Weights(NamedTuple):
    """Log-odds per unit of each figure; the first five are logarithms of 1 + the count."""

    length: float = 2.78  # Chinese letters, other words and numbers
    tells: float = 0.23  # letters of the sentences that say something
    refers: float = -0.15
    refuses: float = -0.49
    shared: float = 0.87  # words of the question that these sentences take up
    forwards: float = -0.55  # whether any sentence passes the appeal on
    level: float = -10.46


WEIGHTS = Weights()


def judge(questions: Texts, replies: Column) -> pa.Table:
    """Give `explains, confidence, kind, facts, rule, because` for each row.

    `kind` is what most of the reply does: one of `KINDS`. `facts` (figures and measures), `rule`
    (what is cited) and `because` (`code:words`) are joined by `|`.
    """
    asked = ["\n".join(parts) for parts in zip(*map(strings, questions), strict=True)]
    rows = [_judged(*pair) for pair in zip(asked, strings(replies), strict=True)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _judged(question: str, reply: str) -> dict[str, object]:
    said = read(reply)
    shared = _shared(question, said)
    figures = _figures(reply, said, len(shared))
    likely = 1 / (1 + math.exp(-float(figures @ np.array(WEIGHTS))))
    substance = bool(said.tells or said.refers or said.refuses)
    explains = substance and likely > 0.5  # noqa: PLR2004  (likelier than not)
    return {
        "explains": explains,
        "confidence": likely if explains else max(1 - likely, 0.5),
        "kind": _kind(said),
        "facts": _named([*said.facts, *said.measures]),
        "rule": _named(said.rules),
        "because": _because(said, shared),
    }


def _figures(reply: str, said: Sentences, shared: int) -> npt.NDArray[np.float64]:
    counts = (
        len(_LETTERS.findall(normalise(reply))),
        weight(said.tells),
        weight(said.refers),
        weight(said.refuses),
        shared,
    )
    return np.array([*np.log1p(counts), bool(said.forwards), 1.0])


def _shared(question: str, said: Sentences) -> list[str]:
    """Give the words of the question that what is said takes up, in their order."""
    own = "\n".join([*said.tells, *said.refers, *said.refuses])
    words = dict.fromkeys(segment(evidence(question[:_ASKED])))
    return [word for word in words if len(word) > 1 and word in own]


def _kind(said: Sentences) -> str:
    parts = dict(zip(KINDS, (said.tells, said.refers, said.refuses), strict=False))
    heaviest = max(parts, key=lambda kind: weight(parts[kind]))
    if parts[heaviest]:
        return heaviest
    if said.forwards:
        return "forwards"
    return "promises" if said.promises else "acknowledges"


def _because(said: Sentences, shared: list[str]) -> str:
    """Name a sentence of each kind there is, and the words shared with the question."""
    parts = zip(
        ("tells", "refers", "refuses", "forwards", "promises"),
        (said.tells, said.refers, said.refuses, said.forwards, said.promises),
        strict=True,
    )
    codes = [f"{code}:{_plain(max(sentences, key=len))}" for code, sentences in parts if sentences]
    if shared:
        codes.append("shares:" + ",".join(_plain(word) for word in shared[:_NAMED]))
    return "|".join(codes)


def _named(words: list[str]) -> str:
    return "|".join(_plain(word) for word in list(dict.fromkeys(words))[:_NAMED])


def _plain(words: str) -> str:
    return words.replace("|", " ").strip()[:_LONGEST]
