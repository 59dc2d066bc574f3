"""Typing errors as people make them with a pinyin keyboard: a wrong homophone, a lost character."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


@cache
def _homophones() -> list[list[str]]:
    """Read what is meant, and what slips out of the keyboard."""
    text = files("jiesu.simulate").joinpath("data/slips.toml").read_text("utf-8")
    return [pair.split() for pair in tomllib.loads(text)["pairs"]]


def twins(fragments: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """Give misspelt twins, and for each fragment where its twin stands (itself if it has none).

    Twins are numbered on from the fragments.
    """
    misspelt: list[str] = []
    twin = np.arange(len(fragments), dtype=np.int32)
    for number, fragment in enumerate(fragments):
        wrong = _slip(fragment, number)
        if wrong != fragment:
            twin[number] = len(fragments) + len(misspelt)
            misspelt.append(wrong)
    return misspelt, twin


def _slip(fragment: str, number: int) -> str:
    found = [pair for pair in _homophones() if pair[0] in fragment]
    if found:
        right, wrong = found[number % len(found)]
        return fragment.replace(right, wrong, 1)
    middle = len(fragment) // 2
    if middle > 2:  # noqa: PLR2004  (shorter ones would no longer be understood)
        return fragment[:middle] + fragment[middle + 1 :]
    return fragment
