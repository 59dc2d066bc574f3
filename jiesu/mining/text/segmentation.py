"""Texts cut into words, Chinese or not."""

import functools
from typing import Any

from jiesu.mining.lazy import LazyModule

_rjieba = LazyModule("rjieba")  # its dictionary takes a second


def segment(text: str) -> list[str]:
    """Cut a normalised text into words, Chinese or not; signs and spaces are left out."""
    return [word for word in _segmenter().cut(text) if word[0].isalnum()]


@functools.cache
def _segmenter() -> Any:
    return _rjieba.Jieba()
