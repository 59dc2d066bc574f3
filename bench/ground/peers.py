"""Tools that others use to bring texts together, each in a process of its own."""

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from pyarrow import parquet

from ground.program import Cost, Family

_GRAM, _HASHES, _LIKE = 3, 128, 0.5
_WORDS, _DIMENSIONS = 50_000, 16
_LEAST = 2  # appeals of a topic: of ten, as BERTopic has it, fewer of the pairs are right


def measured(method: Callable[[Path], Any], appeals: Path) -> tuple[Cost, Any]:
    """Run a method on a file of appeals; give what it took and a label for each row."""
    started = time.monotonic()
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        cpu, peak, found = pool.submit(_used, method, appeals).result()
    return Cost(time.monotonic() - started, cpu, peak), found


def _used(method: Callable[[Path], Any], appeals: Path) -> tuple[float, int, Any]:
    found = method(appeals)
    used = Family(os.getpid())
    return used.cpu, used.peak, found


def near_copies(appeals: Path) -> Any:
    """MinHash with banded look-up over character grams (rensa), joined where Jaccard ≥ 0.5."""
    from rensa import RMinHash, RMinHashLSH
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    texts = _texts(appeals)
    known = RMinHashLSH(threshold=_LIKE, num_perm=_HASHES, num_bands=32)
    hashes, left, right = [], [], []
    for row, text in enumerate(texts):
        one = RMinHash(num_perm=_HASHES, seed=1)
        one.update([text[at : at + _GRAM] for at in range(max(len(text) - _GRAM + 1, 1))])
        hashes.append(one)
        for other in known.query(one):
            if one.jaccard(hashes[other]) >= _LIKE:
                left.append(row)
                right.append(other)
        known.insert(row, one)
    pairs = coo_array((np.ones(len(left)), (left, right)), shape=(len(texts), len(texts)))
    return connected_components(pairs, directed=False)[1]


def topics(appeals: Path) -> Any:
    """TF-IDF of character pairs, SVD to 16, HDBSCAN (scikit-learn); outliers stay alone."""
    from sklearn.cluster import HDBSCAN

    vectors = _vectors(_texts(appeals))
    return _outliers_alone(HDBSCAN(min_cluster_size=_LEAST, copy=True).fit_predict(vectors))


def bertopic(appeals: Path) -> Any:
    """BERTopic (UMAP, HDBSCAN, c-TF-IDF as it comes) on the same vectors; outliers stay alone."""
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer

    texts = _texts(appeals)
    words = CountVectorizer(analyzer="char", ngram_range=(2, 2))
    model = BERTopic(min_topic_size=_LEAST, vectorizer_model=words)
    return _outliers_alone(np.array(model.fit_transform(texts, _vectors(texts))[0]))


def installed() -> dict[str, Callable[[Path], Any]]:
    """Give the peers that are here; say which is not, and what brings it."""
    if find_spec("bertopic"):
        return PEERS
    print("\nWithout BERTopic, which `script/bench mining` installs.")
    return {name: method for name, method in PEERS.items() if method is not bertopic}


PEERS: dict[str, Callable[[Path], Any]] = {
    "MinHash (rensa)": near_copies,
    "TF-IDF, SVD, HDBSCAN": topics,
    "TF-IDF, SVD, BERTopic": bertopic,
}


def _vectors(texts: list[str]) -> Any:
    """Give the words of each text as one direction."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    words = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), max_features=_WORDS, min_df=2)
    found = TruncatedSVD(_DIMENSIONS, random_state=1).fit_transform(words.fit_transform(texts))
    return normalize(found)


def _outliers_alone(label: Any) -> Any:
    return np.where(label < 0, len(label) + np.arange(len(label)), label)


def _texts(appeals: Path) -> list[str]:
    rows = parquet.read_table(appeals, columns=["title", "text"]).to_pydict()
    return [f"{title} {text}" for title, text in zip(rows["title"], rows["text"], strict=True)]
