"""Invented names, Chinese with pinyin, read from `data/names.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

Name = tuple[str, str]  # Chinese, English


@cache
def table() -> dict[str, Any]:
    """Read the lists of names."""
    text = files("jiesu.simulate").joinpath("data/names.toml").read_text("utf-8")
    return tomllib.loads(text)


def listed(key: str) -> list[Name]:
    """Give one list of names as (汉字, pinyin)."""
    return [split(text) for text in table()[key]]


def split(text: str) -> Name:
    """Part `汉字 Pinyin`."""
    zh, _, en = text.partition(" ")
    return zh, en


def city() -> Name:
    """Name the city: 云江, Yunjiang."""
    return split(table()["city"])


def pairs(first: str, second: str, rng: np.random.Generator, *, spaced: bool) -> list[Name]:
    """Join every first part with every second one, in an order of chance."""
    joint = " " if spaced else ""
    both = [
        (a_zh + b_zh, a_en + joint + (b_en if spaced else b_en.lower()))
        for a_zh, a_en in listed(first)
        for b_zh, b_en in listed(second)
        if a_zh != b_zh
    ]
    return [both[i] for i in rng.permutation(len(both))]


def shuffled(key: str, rng: np.random.Generator) -> list[Name]:
    """Give a list of names in an order of chance."""
    names = listed(key)
    return [names[i] for i in rng.permutation(len(names))]


class AreaNames:
    """Names for areas as they are drawn; none is given twice at one level, save grids."""

    _RURAL = 0.2  # areas farther out than this share of the way are towns and villages

    def __init__(self, rng: np.random.Generator) -> None:
        self._districts = shuffled("districts", rng)
        self._streets = shuffled("streets", rng)
        self._towns = shuffled("towns", rng)
        self._villages = shuffled("villages", rng)
        self._communities = pairs("community_first", "community_second", rng, spaced=False)

    def give(self, level: str, number: int, downtown: float, above: Name) -> Name:
        """Name the next area of a level; grids are numbered within the community above them."""
        if level == "grid":
            numeral = "一二三四五六七八九"[number - 1]
            return f"{above[0]}第{numeral}网格", f"{above[1]} Grid {number}"
        if level == "district":
            return self._next(self._districts, "区", "District")
        rural = downtown < self._RURAL
        if level == "street":
            return self._street(rural=rural)
        if rural and self._villages:
            return self._next(self._villages, "村", "Village")
        return self._next(self._communities, "社区", "Community")

    def _street(self, *, rural: bool) -> Name:
        if self._towns and (rural or not self._streets):
            return self._next(self._towns, "镇", "Town")
        return self._next(self._streets, "街道", "Subdistrict")

    @staticmethod
    def _next(names: list[Name], zh: str, en: str) -> Name:
        name = names.pop()
        return name[0] + zh, f"{name[1]} {en}"
