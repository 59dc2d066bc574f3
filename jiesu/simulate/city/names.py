"""Invented names, Chinese with pinyin, read from `data/names.toml`."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

import numpy as np

Name = tuple[str, str]  # Chinese, English

_MADE_OF = {
    **dict.fromkeys(
        ("estates", "roads", "streets", "towns"), ("community_first", "community_second")
    ),
    "villages": ("village_first", "village_second"),
}  # what a large city coins besides the names listed
_NAMESAKES = 0.03  # share of names in a large city that another district has too
_NUMERALS = "零一二三四五六七八九"


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


def numeral(number: int) -> str:
    """Write 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return lead + (_NUMERALS[ones] if ones or not tens else "")


class Pool:
    """Names to give away, each once; in a large city now and then one that another district has."""

    def __init__(self, names: list[Name], rng: np.random.Generator, namesakes: float) -> None:
        self._left, self._rng, self._namesakes = names, rng, namesakes
        self._given: list[tuple[str, Name]] = []

    def __bool__(self) -> bool:
        """Tell whether names are left that nothing bears."""
        return bool(self._left)

    def take(self, district: str, *, front: int = 0) -> Name:
        """Give the last name left, or one of the first `front`; a used one if there is none."""
        if self._given and (not self._left or self._again()):
            elsewhere, name = self._given[int(self._rng.integers(len(self._given)))]
            if elsewhere != district or not self._left:
                return name
        at = int(self._rng.integers(min(len(self._left), front))) if front else -1
        name = self._left.pop(at)
        self._given.append((district, name))
        return name

    def _again(self) -> bool:
        return bool(self._namesakes) and self._rng.random() < self._namesakes


class Lists:
    """The lists of names as one city knows them: a large one knows more, and coins the rest."""

    def __init__(self, rng: np.random.Generator, *, large: bool = False) -> None:
        self.rng, self.large = rng, large

    def listed(self, key: str) -> list[Name]:
        """Give one list of names."""
        if not self.large:
            return listed(key)
        more = [*table().get(key, ()), *table()["large"].get(key, ())]
        coined = self._joined(*_MADE_OF[key], spaced=False) if key in _MADE_OF else []
        return list(dict.fromkeys([*map(split, more), *coined]))

    def shuffled(self, *keys: str) -> list[Name]:
        """Give lists of names one after another, each in an order of chance."""
        names = [self.mixed(self.listed(key)) for key in keys]
        joined = [name for part in names for name in part]
        return list({zh: (zh, en) for zh, en in joined}.values()) if self.large else joined

    def pairs(self, *keys: str, spaced: bool) -> list[Name]:
        """Join every first part with every second one, and so on, in an order of chance."""
        return self.mixed(self._joined(*keys, spaced=spaced))

    def pool(self, names: list[Name]) -> Pool:
        """Let names be given away."""
        return Pool(names, self.rng, _NAMESAKES if self.large else 0.0)

    def mixed(self, names: Sequence[Name]) -> list[Name]:
        """Give names in an order of chance."""
        return [names[i] for i in self.rng.permutation(len(names))]

    def cycle(
        self, roots: list[Name], ends: Sequence[tuple[str, ...]]
    ) -> Iterator[tuple[str, ...]]:
        """Give (name, in English, its root, what the end has besides), root after root.

        A large city gives a root another end in every round.
        """
        for number in count():
            turn, at = divmod(number, len(roots))
            end = ends[(at + turn if self.large else number) % len(ends)]
            yield (roots[at][0] + end[0], f"{roots[at][1]} {end[1]}", roots[at][0], *end[2:])

    def _joined(self, *keys: str, spaced: bool) -> list[Name]:
        first, *rest = (self.listed(key) for key in keys)
        for second in rest:
            first = [
                self._join(a, b, spaced=spaced) for a in first for b in second if self._fit(a, b)
            ]
        return first

    def _fit(self, a: Name, b: Name) -> bool:
        """Refuse 和和, and in a large city 安里里."""
        return a[0] != b[0] and not (self.large and a[0][-1:] == b[0][:1])

    @staticmethod
    def _join(a: Name, b: Name, *, spaced: bool) -> Name:
        return a[0] + b[0], f"{a[1]} {b[1]}".strip() if spaced else a[1] + b[1].lower()


class AreaNames:
    """Names for areas as they are drawn; none is given twice at one level in a small city."""

    _RURAL = 0.2  # areas farther out than this share of the way are towns and villages

    def __init__(self, lists: Lists) -> None:
        self._districts = Pool(lists.shuffled("districts"), lists.rng, 0.0)
        self._streets = Pool(lists.shuffled("streets"), lists.rng, 0.0)
        self._towns = Pool(lists.shuffled("towns"), lists.rng, 0.0)
        self._villages = lists.pool(lists.shuffled("villages"))
        parts = ("community_first", "community_second", "community_parts")
        self._communities = lists.pool(lists.pairs(*parts, spaced=False))

    def give(self, level: str, code: str, downtown: float, above: Name) -> Name:
        """Name the next area of a level; grids are numbered within the community above them."""
        district = code[:6]
        if level == "grid":
            number = int(code[-2:])
            return f"{above[0]}第{numeral(number)}网格", f"{above[1]} Grid {number}"
        if level == "district":
            return _called(self._districts.take(district), "区", "District")
        rural = downtown < self._RURAL
        if level == "street":
            return self._street(district, rural=rural)
        if rural and self._villages:
            return _called(self._villages.take(district), "村", "Village")
        return _called(self._communities.take(district), "社区", "Community")

    def _street(self, district: str, *, rural: bool) -> Name:
        if self._towns and (rural or not self._streets):
            return _called(self._towns.take(district), "镇", "Town")
        return _called(self._streets.take(district), "街道", "Subdistrict")


def _called(name: Name, zh: str, en: str) -> Name:
    return name[0] + zh, f"{name[1]} {en}"
