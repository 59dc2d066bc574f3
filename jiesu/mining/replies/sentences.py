"""The words of official replies: courtesies, passing on, promises, refusals, facts and rules.

Written by hand from the forms of office letters, Chinese and English. Sentences are looked at one
by one, after the courtesies are taken out, so that what remains is what the reply really says.
"""

import re
from typing import NamedTuple

from jiesu.mining.text.normalisation import normalise

_DATE = r"\d{4}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2}\s*日?)?"
_COURTESIES = re.compile(
    rf"""
      ["“”']*(?:uu|a0)\d{{3,}}["“”']*(?:网友)? | \[[a-z]+\]
    | (?:尊敬的)?(?:网友|市民|业主|先生|女士|同志|朋友|家长)(?:朋友)?(?:们)?["“”]?
    | (?:您|你|大家)好
    | (?:您|你)?(?:的|在\S{{0,16}})?(?:来信|来邮|来帖|来电|网?帖文?|留言|意见|信件|问题|建议|咨询)
      (?:内容)?(?:我\S)?(?:均|都)?(?:已经?)?(?:收到|收悉|知悉|悉知|获悉|已阅|阅)
    | (?:现|特)?(?:将|就)?(?:有关|相关|具体|调查)*(?:情况|问题)?(?:答复|回复|反馈|说明|汇报)如下
    | (?:非常|十分|衷心|再次|首先|诚挚)*(?:感谢|谢谢)[^。！!；;\n]* | 祝(?:您|你)[^。！!；;\n]*
    | (?:敬请|请)(?:您|你)?(?:予以)?(?:谅解|理解|监督|关注|放心|留意)[^。！!；;\n]*
    | 特此(?:回复|说明|答复)
    | 欢迎[^。！!；;\n]*(?:监督|关注|留言) | \S{{2,8}}(?:网信办|宣传部|办公室|局)\s*(?={_DATE})
    | {_DATE}
    | \b(?:dear\s\w+|hello|thank\s?you[^.!\n]*|thanks[^.!\n]*|kind\sregards|sincerely)\b
    """,
    re.VERBOSE,
)
_PHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}\s*[-－—]\s*)?\d{7,8}(?!\d)|(?<!\d)1\d{10}(?!\d)|https?://\S+"
)
_SENTENCES = re.compile(r"[。！!？?；;\n]+|(?<=[a-z])\.\s")
_SIGNS = re.compile(r"[\W_]+")

_FORWARDS = re.compile(
    r"(?:已|现|均)(?:经|分别)?转(?![让变换移型业向折弯学正卖租入出产])|转(?:交|至|给|办|送|达|发|呈|请)|交由|交办|已交"
    r"|移交|(?:向|给)\S{0,8}(?:部门|单位)反(?:馈|映)|督促\S{0,8}(?:部门|单位)\S{0,8}(?:回复|处理)"
    r"|\b(?:forwarded|referred|passed (?:it )?(?:on|to)|sent (?:it )?to|assigned to)\b"
)
_PROMISES = re.compile(
    r"(?:将|会|待|正在?)\S{0,24}(?:回复|答复|反馈|核实|调查|处理|研究|核查|落实|关注|改进|参考|解决)"
    r"|调查(?:核处|处理|核实)中|如有\S{0,10}(?:情况|结果)"
    r"|\bwill (?:be )?(?:look|investigat|review|reply|get back)"
)
_REFUSES = re.compile(
    r"不属于?(?:\S{0,10})(?:管辖|权限|职责|范围|业务)|(?:无(?:权|法)|不便)\S{0,10}(?:受理|督办|处理|答复|查询|提供|联系|核实)|不知道|已(?:经)?(?:答复|回复)|不予(?:受理|回复)"
    r"|(?:信息|线索|描述)\S{0,6}(?:不足|不清|不详|不明)|(?:已|进行)过?(?:了)?(?:回复|答复)(?:过|$)"
    r"|\b(?:not (?:our|within)|no jurisdiction|cannot help|insufficient information)\b"
)
_REFERS = re.compile(
    r"(?:请|可以?|建议)\S{0,14}(?:咨询|联系|拨打|致电|向\S{1,20}(?:反映|投诉|申请|举报)|提供|登录|查询|留下)|详询"
    r"|\b(?:please (?:contact|call|visit|email)|for more information)\b"
)
_RULE = re.compile(
    r"《[^》]{3,60}》|第[一二三四五六七八九十百零\d]{1,6}条|\S{1,6}〔\d{4}〕\d+号|\S{1,6}[\[【(]\d{4}[\])】]\d*号"
    r"|(?:根据|按照|依据|依照)[^，,。《]{2,40}(?:规定|办法|条例|文件|通知|政策|方案|标准|法)"
    r"|\b(?:section|article|ordinance|code|act|policy|bylaw)\b(?:\s+\d[\d.-]*)?"
)
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:万|亿)?(?:元|%|米|公里|平方|人|户|个|条|栋|台|次|年|月|日|天|周岁|倍|亩|公顷|吨|km|usd|days)"
)
_MEASURES = re.compile(
    r"经[^，,。]{0,16}(?:核实|调查|了解|查|核查|勘查)|已(?:经)?[^，,。转]{0,12}(?:完成|责令|整改|修复|安排|拆除|清理|恢复|发放"
    r"|解决|停工|立案|处罚|拨付|启动|组织|要求|督促|协调)|责令|目前|计划|预计|原因|由于|因此|符合|不符合|可以|应当|按\S{1,8}标准"
    r"|\b(?:found|inspected|repaired|completed|removed|because|scheduled|therefore|as of)\b"
)


class Sentences(NamedTuple):
    """A reply without its courtesies: each sentence under what it does, and what it names."""

    tells: list[str]
    forwards: list[str]
    promises: list[str]
    refuses: list[str]
    refers: list[str]
    facts: list[str]
    rules: list[str]
    measures: list[str]


def read(reply: str) -> Sentences:
    """Take a reply apart; nothing is said where it holds only courtesies."""
    text = normalise(reply)
    found = Sentences([], [], [], [], [], [], _RULE.findall(text), [])
    for sentence in _SENTENCES.split(_PHONE.sub(" ", _COURTESIES.sub(" ", text))):
        if len(_SIGNS.sub("", sentence)) > 1:
            _place(sentence.strip(" ,，:：、"), found)
    return found


def _place(sentence: str, found: Sentences) -> None:
    facts, measures = _FIGURE.findall(sentence), _MEASURES.findall(sentence)
    found.facts.extend(facts)
    found.measures.extend(measures)
    if _FORWARDS.search(sentence) and not (facts or _RULE.search(sentence)):
        found.forwards.append(sentence)
    elif _REFUSES.search(sentence):
        found.refuses.append(sentence)
    elif _REFERS.search(sentence):
        found.refers.append(sentence)
    elif _PROMISES.search(sentence) and not (facts or measures):
        found.promises.append(sentence)
    else:
        found.tells.append(sentence)


def weight(sentences: list[str]) -> int:
    """Give how many letters and digits sentences hold; signs and spaces count nothing."""
    return sum(len(_SIGNS.sub("", sentence)) for sentence in sentences)
