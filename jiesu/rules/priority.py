"""How urgent an appeal is: the class of its service, raised by words and by who is affected.

Words are looked up in the opening of the text, Chinese or English: who is in danger says so first,
while further down in a long letter such words are nearly always arguments ("what if a fire broke
out?"). What is denied ("没有着火"), supposed ("一旦着火"), long over ("去年着火") or only spoken
of ("触电的隐患") does not count. Words for vulnerable people are shown but move nothing: most
letters that name them are about benefits. A person confirms: the judgement proposes and says which
words moved it.

The four classes and their limits follow the draft of Beijing's local standard for the hotline
(December 2021, later DB11/T 2021—2022); they are a sample, and a city sets its own.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiesu.rules.deadlines import TimeLimit, Unit


class Urgency(StrEnum):
    """Class of an appeal, the most urgent first."""

    EMERGENCY = "emergency"  # 紧急: life or property in danger
    URGENT = "urgent"  # 加急: water, electricity, gas, heating and the like
    GENERAL = "general"  # 一般
    COMPLEX = "complex"  # 疑难


SAMPLE_LIMITS: Mapping[Urgency, TimeLimit] = {
    Urgency.EMERGENCY: TimeLimit(2, Unit.HOURS),
    Urgency.URGENT: TimeLimit(24, Unit.HOURS),
    Urgency.GENERAL: TimeLimit(7, Unit.DAYS),
    Urgency.COMPLEX: TimeLimit(15, Unit.DAYS),
}


class Line(StrEnum):
    """The emergency line to which a matter is transferred at once."""

    POLICE = "110"
    FIRE = "119"
    AMBULANCE = "120"
    TRAFFIC = "122"


class Ground(StrEnum):
    """What moved the urgency."""

    SERVICE = "service"  # the class of the service
    DANGER_WORD = "danger_word"  # a word for danger to life or property
    SUPPLY_WORD = "supply_word"  # a word for a supply cut off
    VULNERABLE = "vulnerable"  # the operator says that a vulnerable person is affected
    VULNERABLE_WORD = "vulnerable_word"  # a word for one: ask


@dataclass(frozen=True)
class Because:
    """One ground, and the word or the kind of person that gave it."""

    ground: Ground
    detail: str


@dataclass(frozen=True)
class Judgement:
    """How urgent, why, and the emergency lines to call, if any."""

    urgency: Urgency
    because: tuple[Because, ...]
    lines: tuple[Line, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words of the text that speak for it, or for asking."""
        return tuple(
            one.detail
            for one in self.because
            if one.ground not in {Ground.SERVICE, Ground.VULNERABLE}
        )


@dataclass(frozen=True)
class Words:
    """The words a city looks for; each danger word names the line that helps."""

    danger: Mapping[str, Line]
    supply: Collection[str]
    vulnerable: Collection[str]


SAMPLE_WORDS = Words(
    danger={
        "着火": Line.FIRE,
        "起火": Line.FIRE,
        "失火": Line.FIRE,
        "燃气泄漏": Line.FIRE,
        "煤气泄漏": Line.FIRE,
        "天然气泄漏": Line.FIRE,
        "被困": Line.FIRE,
        "坍塌": Line.FIRE,
        "溺水": Line.AMBULANCE,
        "触电": Line.AMBULANCE,
        "昏迷": Line.AMBULANCE,
        "煤气中毒": Line.AMBULANCE,
        "跳楼": Line.POLICE,
        "轻生": Line.POLICE,
        "自杀": Line.POLICE,
        "持刀": Line.POLICE,
        "on fire": Line.FIRE,
        "gas leak": Line.FIRE,
        "smell of gas": Line.FIRE,
        "trapped": Line.FIRE,
        "collapsed": Line.FIRE,
        "drowning": Line.AMBULANCE,
        "electrocuted": Line.AMBULANCE,
        "unconscious": Line.AMBULANCE,
        "suicide": Line.POLICE,
    },
    supply=(
        "停水", "断水", "停电", "断电", "停气", "断气", "停暖", "没有暖气", "暖气不热",
        "爆管", "水管爆裂", "污水外溢", "污水倒灌", "井盖缺失", "电梯困人", "电线掉落",
        "no water", "no heat", "no hot water", "no electricity", "power outage", "burst pipe",
        "water main break", "sewage backup", "missing manhole", "downed wire",
    ),
    vulnerable=(
        "独居老人", "孤寡老人", "残疾人", "孕妇", "婴儿", "新生儿", "透析", "留守儿童",
        "wheelchair", "pregnant", "newborn", "infant", "disabled", "dialysis", "bedridden",
    ),
)  # fmt: skip

_OPENING = 80  # characters; a title and a first sentence
_NOT_SO = re.compile(r"(没有|没|未|无|不会|防止|预防|防|避免|\b(no|not|without|prevent)\s)$")
_SUPPOSED = re.compile(
    r"(如果|一旦|万一|要是|假如|可能|容易|极易|担心|生怕|导致|造成|以免)[^。！？]{0,12}$"
    r"|\b(if|might|may|could)\b[^.!?]{0,40}$"
)
_LONG_AGO = re.compile(
    r"(昨天|上周|上个星期|上个?月|去年|曾|以前)[^。！？]{0,12}$"
    r"|\b(yesterday|last (week|month|year)|once)\b[^.!?]{0,40}$"
)
_NOT_NOW = (_NOT_SO, _SUPPOSED, _LONG_AGO)
_SPOKEN_OF = re.compile(
    r"^(的)?(隐患|风险|危险|可能|演练|案例|事件|问题|电话|话|\s(hazard|risk|drill|alarm))"
)


def judge(
    *, service_class: Urgency, text: str, vulnerable: bool = False, words: Words = SAMPLE_WORDS
) -> Judgement:
    """Judge an appeal by its service's class, its words, and whether a vulnerable person is named.

    A danger word makes it an emergency, a supply word urgent at least; a vulnerable person makes a
    general matter urgent, for the same fault harms him sooner. Nothing ever lowers the class.
    """
    opening = text.lower()[:_OPENING]
    dangers = [word for word in words.danger if _said(word, opening)]
    because = [Because(Ground.SERVICE, service_class)]
    because += [Because(Ground.DANGER_WORD, word) for word in dangers]
    because += [Because(Ground.SUPPLY_WORD, word) for word in words.supply if _said(word, opening)]
    because += [Because(Ground.VULNERABLE, "")] if vulnerable else []
    because += [Because(Ground.VULNERABLE_WORD, one) for one in words.vulnerable if one in opening]
    lines = tuple(dict.fromkeys(words.danger[word] for word in dangers))
    return Judgement(_raised(service_class, {one.ground for one in because}), tuple(because), lines)


def _raised(service_class: Urgency, grounds: Collection[Ground]) -> Urgency:
    if Ground.DANGER_WORD in grounds:
        return Urgency.EMERGENCY
    if service_class is Urgency.EMERGENCY:
        return service_class
    for_the_person = Ground.VULNERABLE in grounds and service_class is Urgency.GENERAL
    return Urgency.URGENT if for_the_person or Ground.SUPPLY_WORD in grounds else service_class


def _said(word: str, text: str) -> bool:
    """Tell whether `word` stands in `text` at least once as a fact."""
    return any(
        not any(before.search(text[: found.start()]) for before in _NOT_NOW)
        and not _SPOKEN_OF.match(text[found.end() :])
        for found in re.finditer(re.escape(word), text)
    )
