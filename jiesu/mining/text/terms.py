"""Documents as sparse rows of weighted terms: words, and the character grams inside them."""

import functools
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jiesu.mining.lazy import LazyModule
from jiesu.mining.text.normalisation import evidence
from jiesu.mining.text.segmentation import segment

_sparse = LazyModule("scipy.sparse")

READ = 1000  # characters of a document that are read
_GRAMS = (1, 2, 3)
_SEEN = 2  # documents that must hold a term
_MARK = "\x02"  # sets words apart from grams of the same letters


@dataclass(frozen=True)
class Vocabulary:
    """The terms a model knows and how rare each is."""

    terms: tuple[str, ...]
    rarity: npt.NDArray[np.float32]

    @functools.cached_property
    def number(self) -> dict[str, int]:
        """Where each term stands."""
        return {term: at for at, term in enumerate(self.terms)}

    def matrix(self, documents: list[str]) -> Any:
        """Give the (documents, terms) CSR matrix: rows of length one, half words, half grams."""
        starts, columns, values = [0], [], []
        for document in documents:
            row = self._row(document)
            columns += [column for column, _ in row]
            values += [value for _, value in row]
            starts.append(len(columns))
        shape = (len(documents), len(self.terms))
        return _sparse.csr_matrix((np.array(values, np.float32), columns, starts), shape=shape)

    def named(self, columns: list[int], most: int) -> list[str]:
        """Give the first terms of `columns` as words, none inside another."""
        found: list[str] = []
        for column in columns:
            term = self.terms[column].strip(f"{_MARK} ")
            if len(term) > 1 and not any(term in other or other in term for other in found):
                found.append(term)
            if len(found) == most:
                break
        return found

    def _row(self, document: str) -> list[tuple[int, float]]:
        text = evidence(document[: 2 * READ])[:READ]
        return sorted(pair for terms in (words(text), grams(text)) for pair in self._weighed(terms))

    def _weighed(self, terms: list[str]) -> list[tuple[int, float]]:
        counts = Counter(self.number[term] for term in terms if term in self.number)
        seen = np.fromiter(counts.values(), np.float64, len(counts))
        weight = (1 + np.log(seen)) * self.rarity[list(counts)]
        length = np.sqrt(2 * np.sum(weight**2))
        return list(zip(counts, (weight / length).tolist(), strict=True))


def words(text: str) -> list[str]:
    """Give the words of a normalised text, marked so that none equals a gram."""
    return [_MARK + word for word in segment(text)]


def grams(text: str, sizes: tuple[int, ...] = _GRAMS) -> list[str]:
    """Give the runs of so many characters of a normalised text."""
    return [text[at : at + size] for size in sizes for at in range(len(text) - size + 1)]


def learn_vocabulary(documents: list[str], *, most: int) -> Vocabulary:
    """Take the `most` common terms that two documents hold, with their inverse document frequency.

    Of terms that are equally common the first in order are taken; the frequency is smoothed.
    """
    held: Counter[str] = Counter()
    for document in documents:
        text = evidence(document[: 2 * READ])[:READ]
        held.update({*words(text), *grams(text)})
    common = sorted((-seen, term) for term, seen in held.items() if seen >= _SEEN)[:most]
    terms = tuple(sorted(term for _, term in common))
    seen = np.array([held[term] for term in terms], np.float32)
    rarity = np.log((1 + len(documents)) / (1 + seen)) + 1
    return Vocabulary(terms, rarity.astype(np.float32))
