"""Which texts are near-duplicates by their letters, so that none teaches or judges its own copy."""

from typing import Any

import numpy as np

from jiesu.mining.lazy import LazyModule
from jiesu.mining.text.normalisation import evidence
from jiesu.mining.text.terms import grams

_csgraph = LazyModule("scipy.sparse.csgraph")
_sparse = LazyModule("scipy.sparse")
_text = LazyModule("sklearn.feature_extraction.text")

ALIKE = 0.6  # cosine of character 3-grams from which two texts are near-duplicates
_COMMON = 200  # different texts that may share a gram which still tells of copying
_READ = 400  # characters that are compared


def near_duplicates(documents: list[str]) -> list[str]:
    """Give each text the name of its group of near-duplicates; copies of copies are together."""
    texts, which = np.unique([evidence(text)[:_READ] for text in documents], return_inverse=True)
    if len(texts) == 0:
        return []
    matrix = _rare_grams([str(text) for text in texts])
    _, group = _csgraph.connected_components(matrix @ matrix.T >= ALIKE, directed=False)
    return [str(name) for name in group[which].tolist()]


def _rare_grams(texts: list[str]) -> Any:
    runs = [grams(text, sizes=(3,)) or [text] for text in texts]
    vectors = _text.TfidfVectorizer(analyzer=lambda row: row, max_df=_COMMON, dtype=np.float32)
    try:
        return _sparse.csr_matrix(vectors.fit_transform(runs))
    except ValueError:  # no gram is rare
        return _sparse.csr_matrix((len(texts), 1), dtype=np.float32)
