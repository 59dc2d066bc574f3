"""The words that tie an appeal to its group, as codes a page can translate.

`place:丽发新城|problem:搅拌站|days:3|with:188801`: each part is a code and its value. The codes are
`place` (an estate, road, school, firm, line …), `problem`, `copy` (the id of the same text),
`days` (between the two) and `with` (the id of the other appeal).

An effect has its own: `fewer`, `more` or `unclear` with the change in per cent, `from` and `to`
(its interval), `days` (since the measure), `others` (areas compared with) and `trials`.
"""

import functools
import re

_ENDS = (
    "小区|社区|花园|家园|公馆|公寓|大厦|广场|新城|楼盘|安置房|国际|学校|学院|大学|中学|小学|幼儿园|校区|医院|"
    "公司|集团|中心|市场|公园|大道|高速|地铁|号线|街道|工业园|开发区|高新区|经开区|政府|派出所|平台|银行|"
    "[路街巷镇乡村组苑府湾城园郡庄桥站区县市栋线]"
)
_PLACE = re.compile(rf"^.*(?:{_ENDS})")
_ROUND = re.compile(
    r"^(?:[a-z]?\d*[省市县区])+|^[的了在与和及等有请问是为]+|[的了在与和及等有是为]+$"
)
_ASKS = re.compile(r"^(?:请问|投诉|举报|关于|反映|咨询|建议|希望|请求|恳请|质疑|强烈)+")
_ENGLISH_PLACE = re.compile(
    r"\b(?:st|street|ave|avenue|rd|road|park|school|blvd|lane|ln|dr|drive)\b"
)
_LONGEST = 24


def because(runs: list[tuple[str, float]], *, partner: str, days: float, copy: bool = False) -> str:
    """Give the reason for one tie from its shared `runs` (rarest first) as `code:value|…`."""
    if copy:
        return f"copy:{_plain(partner)}"
    place, problem = split(runs)
    said = [("place", place), ("problem", problem)]
    if days == days:
        said.append(("days", str(round(days))))
    said.append(("with", _plain(partner)))
    return "|".join(f"{code}:{value}" for code, value in said if value)


def parts(reason: str) -> dict[str, str]:
    """Take a reason apart into its codes and values."""
    return dict(part.split(":", 1) for part in reason.split("|") if ":" in part)


def split(runs: list[tuple[str, float]]) -> tuple[str, str]:
    """Part shared runs into where (or who) and what; either may be empty."""
    place, problem = "", ""
    for text, _ in runs:
        here, what = _parted(text)
        place = place or here
        problem = problem or what
        if place and problem:
            break
    return place, problem


@functools.lru_cache(1 << 16)  # those of one problem share the same words
def _parted(run: str) -> tuple[str, str]:
    run = _trimmed(run)
    found = _PLACE.match(run)
    if found:
        return _trimmed(found.group()), _trimmed(run[found.end() :])
    if _ENGLISH_PLACE.search(run):
        return _trimmed(run), ""
    return "", _trimmed(run)


def _trimmed(run: str) -> str:
    run = _ROUND.sub("", _ASKS.sub("", run.strip()))
    return _plain(run[:_LONGEST]) if len(run) > 1 else ""


def _plain(value: str) -> str:
    """Keep the separators of the code out of a value."""
    return value.replace("|", " ").replace(":", " ").strip()
