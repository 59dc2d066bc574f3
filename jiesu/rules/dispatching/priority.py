"""How urgent an appeal is: the class of its service, raised by words and by who is affected.

All words of the text are read, Chinese or English, in its plain form (`casework.assist.triage`).
What is denied ("没有着火"), supposed ("一旦着火"), long over or happening again and again
("去年着火", "多次被困") or only spoken of ("触电的隐患") does not count. Words for vulnerable
people are shown but move nothing: most letters that name them are about benefits. A person
confirms: the judgement proposes and says which words moved it.

The four classes follow the draft of Beijing's local standard for the hotline
(December 2021, later DB11/T 2021—2022); their limits are policy (`policy.py`).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """Class of an appeal, the most urgent first."""

    EMERGENCY = "emergency"  # 紧急: life or property in danger
    URGENT = "urgent"  # 加急: water, electricity, gas, heating and the like
    GENERAL = "general"  # 一般
    COMPLEX = "complex"  # 疑难


class EmergencyLine(StrEnum):
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
    lines: tuple[EmergencyLine, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words of the text that speak for it, or for asking."""
        return tuple(one.detail for one in self.because if one.ground is not Ground.SERVICE)


@dataclass(frozen=True)
class Words:
    """The words a city looks for; each danger word names the line that helps."""

    danger: Mapping[str, EmergencyLine]
    supply: Collection[str]
    vulnerable: Collection[str]


SAMPLE_WORDS = Words(
    danger={
        "着火": EmergencyLine.FIRE,
        "起火": EmergencyLine.FIRE,
        "失火": EmergencyLine.FIRE,
        "燃气泄漏": EmergencyLine.FIRE,
        "煤气泄漏": EmergencyLine.FIRE,
        "天然气泄漏": EmergencyLine.FIRE,
        "被困": EmergencyLine.FIRE,
        "坍塌": EmergencyLine.FIRE,
        "溺水": EmergencyLine.AMBULANCE,
        "触电": EmergencyLine.AMBULANCE,
        "昏迷": EmergencyLine.AMBULANCE,
        "煤气中毒": EmergencyLine.AMBULANCE,
        "跳楼": EmergencyLine.POLICE,
        "轻生": EmergencyLine.POLICE,
        "自杀": EmergencyLine.POLICE,
        "持刀": EmergencyLine.POLICE,
        "电梯困人": EmergencyLine.FIRE,
        "爆炸": EmergencyLine.FIRE,
        "浓烟滚滚": EmergencyLine.FIRE,
        "冒浓烟": EmergencyLine.FIRE,
        "燃气漏": EmergencyLine.FIRE,
        "煤气漏": EmergencyLine.FIRE,
        "落水": EmergencyLine.AMBULANCE,
        "晕倒": EmergencyLine.AMBULANCE,
        "没有呼吸": EmergencyLine.AMBULANCE,
        "大出血": EmergencyLine.AMBULANCE,
        "一氧化碳中毒": EmergencyLine.AMBULANCE,
        "砍人": EmergencyLine.POLICE,
        "捅人": EmergencyLine.POLICE,
        "正在抢劫": EmergencyLine.POLICE,
        "on fire": EmergencyLine.FIRE,
        "house fire": EmergencyLine.FIRE,
        "smoke coming": EmergencyLine.FIRE,
        "thick smoke": EmergencyLine.FIRE,
        "explosion": EmergencyLine.FIRE,
        "exploded": EmergencyLine.FIRE,
        "sparking": EmergencyLine.FIRE,
        "live wire": EmergencyLine.FIRE,
        "gas leak": EmergencyLine.FIRE,
        "leaking gas": EmergencyLine.FIRE,
        "smell of gas": EmergencyLine.FIRE,
        "gas smell": EmergencyLine.FIRE,
        "smell gas": EmergencyLine.FIRE,
        "smells like gas": EmergencyLine.FIRE,
        "gas odor": EmergencyLine.FIRE,
        "gas odour": EmergencyLine.FIRE,
        "odor of gas": EmergencyLine.FIRE,
        "carbon monoxide": EmergencyLine.FIRE,
        "trapped": EmergencyLine.FIRE,
        "collapsed": EmergencyLine.FIRE,
        "drowning": EmergencyLine.AMBULANCE,
        "electrocuted": EmergencyLine.AMBULANCE,
        "unconscious": EmergencyLine.AMBULANCE,
        "not breathing": EmergencyLine.AMBULANCE,
        "heart attack": EmergencyLine.AMBULANCE,
        "bleeding heavily": EmergencyLine.AMBULANCE,
        "with a gun": EmergencyLine.POLICE,
        "with a knife": EmergencyLine.POLICE,
        "shots fired": EmergencyLine.POLICE,
        "gunshots": EmergencyLine.POLICE,
        "being stabbed": EmergencyLine.POLICE,
        "break-in in progress": EmergencyLine.POLICE,
        "suicide": EmergencyLine.POLICE,
    },
    supply=(
        "停水", "断水", "停电", "断电", "停气", "断气", "停暖", "没有暖气", "暖气不热",
        "爆管", "水管爆裂", "污水外溢", "污水倒灌", "井盖缺失", "电线掉落",
        "no water", "no heat", "no hot water", "no electricity", "power outage", "burst pipe",
        "water main break", "sewage backup", "missing manhole", "downed wire",
    ),
    vulnerable=(
        "独居老人", "孤寡老人", "残疾人", "孕妇", "婴儿", "新生儿", "透析", "留守儿童",
        "wheelchair", "pregnant", "newborn", "infant", "disabled", "dialysis", "bedridden",
    ),
)  # fmt: skip

_NOT_SO = re.compile(r"(没有|没|未|无|不会|防止|预防|防|避免|\b(no|not|without|prevent)\s)$")
_SUPPOSED = re.compile(
    r"(如果|一旦|万一|要是|假如|可能|容易|极易|担心|生怕|害怕|怕|导致|造成|以免|会不会|想|欲|是否)[^。！？]{0,12}$"
    r"|\b(if|might|may|could|would|in case|afraid|worried|risk of|how to|want to)\b[^.!?]{0,40}$"
)
_LONG_AGO = re.compile(
    r"(昨天|前天|上周|上个星期|上个?月|去年|前年|近年|近几年|曾|以前|之前|多次|数次|几次|经常|时常|频频|屡次|有时"
    r"|\d{4}年)[^。！？]{0,12}$"
    r"|\b(yesterday|last (week|month|year|night)|once|ago|often|several times|used to|in \d{4})\b"
    r"[^.!?]{0,40}$"
)
_COUNTED = re.compile(r"[\d一二两三四五六七八九十几多数]$")  # "三起火灾" is a number of fires
_NOT_NOW = (_NOT_SO, _SUPPOSED, _LONG_AGO, _COUNTED)
_SPOKEN_OF = re.compile(
    r"^(的)?(隐患|风险|危险|可能|演练|案例|事件|事故|问题|电话|话|怎么办|过|价|之举|器|报警器|险"
    r"|\s(hazard|risk|drill|detector|alarm (test|inspection)|insurance|extinguisher|last|ago))"
)


def judge(*, service_class: Urgency, text: str, words: Words = SAMPLE_WORDS) -> Judgement:
    """Judge an appeal by its service's class and its words.

    A danger word makes it an emergency, a supply word urgent at least. Nothing ever lowers the
    class, and a word for a vulnerable person moves nothing: it is shown, so that somebody asks.
    """
    said = text.lower()
    dangers = [word for word in words.danger if _said(word, said)]
    because = [Because(Ground.SERVICE, service_class)]
    because += [Because(Ground.DANGER_WORD, word) for word in dangers]
    because += [Because(Ground.SUPPLY_WORD, word) for word in words.supply if _said(word, said)]
    because += [Because(Ground.VULNERABLE_WORD, one) for one in words.vulnerable if one in said]
    lines = tuple(dict.fromkeys(words.danger[word] for word in dangers))
    return Judgement(_raised(service_class, {one.ground for one in because}), tuple(because), lines)


def _raised(service_class: Urgency, grounds: Collection[Ground]) -> Urgency:
    if Ground.DANGER_WORD in grounds:
        return Urgency.EMERGENCY
    if service_class is Urgency.EMERGENCY:
        return service_class
    return Urgency.URGENT if Ground.SUPPLY_WORD in grounds else service_class


def _said(word: str, text: str) -> bool:
    """Tell whether `word` stands in `text` at least once as a fact."""
    return any(
        not any(before.search(text[: found.start()]) for before in _NOT_NOW)
        and not _SPOKEN_OF.match(text[found.end() :])
        for found in re.finditer(re.escape(word), text)
    )
