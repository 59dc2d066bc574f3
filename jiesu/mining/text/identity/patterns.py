"""What tells who somebody is: phones, papers, cards, plates, accounts, names, homes.

Each pattern is bounded, so that no text costs more than its length. `kept` says of a find that it
is something else after all: the number of a shop's licence, a hotline, a place.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

Kept = Callable[[str, "re.Match[str]"], bool]


@dataclass(frozen=True)
class Pattern:
    """One pattern: the kind it finds, the group that is blanked out, and what is kept after all.

    With `numerals` it reads Chinese numerals as digits.
    """

    kind: str
    pattern: re.Pattern[str]
    group: int = 0
    kept: Kept | None = None
    numerals: bool = False


_GAP = r"[ .·_/()\-‐-―－]{0,2}"  # what people put between the digits of one number
_BUSINESS = re.compile(
    r"(?i)(执照|许可证|信用代码|注册号|编号|单号|工单|订单|案号|备案|文号|条形码|批号|档案|缴费|户号|表号"
    r"|水表|电表|licen[cs]e (no|number)|permit|order|invoice|ticket|case|reference|account no"
    r"|serial|meter)[^\d]{0,12}$"
)
_HOTLINE = re.compile(
    r"^\D{0,2}(?:1?[ \-(.]?(?:400|800|888|877|866|855|844|833)|95\d{3}|96\d{3}|12345|123\d\d)"
)
_SPEAKS_OF_PHONES = (
    r"(?:电话|座机|手机|联系|致电|拨打|打给|固话|号码|家里|tel|phone|call|mobile|cell|ring|text)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤尚祁翟葛邢庄岳齐梅傅鲁柳康施牛洪樊倪申关路左伍温安芦项"
)
_COMPOUND = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|东方|端木|长孙|宇文|南宫"
_NAME = rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
_AFTER_NAME = (
    r"(?=[，,。.;；、!！?？:：\s)）】\]\"”']|$|住|家住|电话|手机|联系|身份证|男|女|今年|是|的电话|的手机"
    r"|\d|\[|\()"
)
# What follows "I am" and is no name: places, trades, and words that begin like a surname.
_NO_NAME = re.compile(
    r"[村区街路镇乡县市巷园苑城庄寺桥站楼里院店厂校局所社人员工师主户客者府湾港坡洞家业们时候后前么样些]$"
    r"|^(?:于[去今本上前昨]|任[何职]|向[你您贵有来]|关[于心]|安[排置全]|方[便面]|高[中一二三龄空速层]"
    r"|施工|申请|石油|金融|江边|江南|温馨|路[边人灯]|白天|何时|马上|万一|史上|齐全|康复|田间|左右)"
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )"
_WORD = r"[A-Z][a-zA-Z'’-]{1,20}"
_NO_PERSON = re.compile(
    r"\b(?:Street|St|Avenue|Ave|Road|Rd|Drive|Lane|Park|Square|Boulevard|Blvd|County|City|School"
    r"|Station|Heights|Plaza|Building|Tower|Hospital|Library|Church|Bridge|Court|Place|Center|Centre"
    r"|River|Lake|Hill|Market|Ward|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|North|South"
    r"|East|West|New|Not|Very|So|Still|Just|The|A|An)\b"
)


def _business(text: str, match: "re.Match[str]") -> bool:
    return bool(_BUSINESS.search(text, max(match.start() - 24, 0), match.start()))


def _public_line(text: str, match: "re.Match[str]") -> bool:
    return bool(_HOTLINE.match(match[0])) or _business(text, match)


def _no_name(_text: str, match: "re.Match[str]") -> bool:
    return bool(_NO_NAME.search(match["name"]))


def _no_person(_text: str, match: "re.Match[str]") -> bool:
    return bool(_NO_PERSON.search(match["name"]))


def _no_birthday(text: str, match: "re.Match[str]") -> bool:
    """Keep what is no number of a person: its month and day cannot be, or it is of a business."""
    digits = re.sub(r"\D", "", match[0])
    month, day = int(digits[10:12]), int(digits[12:14])
    return not (1 <= month <= 12 and 1 <= day <= 31) or _business(text, match)  # noqa: PLR2004  (a calendar)


_PAPERS = (
    Pattern(
        "id",
        re.compile(
            rf"(?<!\d)[1-9]\d{{5}}{_GAP}(?:18|19|20)\d\d{_GAP}[01]\d{_GAP}[0-3]\d{_GAP}\d{{3}}{_GAP}"
            r"[\dXx](?![\da-zA-Z])"
        ),
        kept=_no_birthday,
        numerals=True,
    ),
    Pattern("id", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"), kept=_business),
    Pattern(
        "id",
        re.compile(r"(?i)(?:护照|通行证|passport)[号码:： nois.]{0,8}([a-z]{1,2}\d{7,9})"),
        group=1,
    ),
    Pattern(
        "number",
        re.compile(
            r"(?<![\d-])\d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?:(?P=gap)\d{1,4}){1,2}(?![\d-])"
        ),
        kept=_business,
        numerals=True,
    ),
    Pattern("number", re.compile(r"(?<![\d.])\d{15,19}(?!\d)"), kept=_business, numerals=True),
)

_PHONES = (
    Pattern(
        "phone",
        re.compile(
            rf"(?<![\d.])(?:[(]?(?:\+|00)?86[)]?{_GAP})?0?1{_GAP}[3-9](?:{_GAP}\d){{9}}"
            r"(?:\s?(?:转|ext\.?)\s?\d{1,6})?(?![\d.]\d|\d)"
        ),
        kept=_business,
        numerals=True,
    ),
    Pattern(
        "phone",
        re.compile(rf"(?<![\d.])(?:\+|00)[1-9](?:{_GAP}\d){{7,14}}(?!\d)"),
        kept=_business,
    ),
    Pattern(
        "phone",
        re.compile(
            r"(?<![\d.\-])(?<!\d )(?:[(]?(?:010|02\d|0[3-9]\d\d)[)]?[ ·‐-―－-]{0,2}"
            r"[2-8](?:\d{6,7}|\d{2,3}[ -]\d{4})|[(]?0[1-9]\d{1,3}[)]?[ -]\d{3,4}[ -]\d{3,4}"
            r"|0[17]\d{3} \d{6})(?:\s?(?:转|-|ext\.?)\s?\d{1,6})?(?!\d)"
        ),
        kept=_public_line,
        numerals=True,
    ),
    Pattern(
        "phone",
        re.compile(r"(?<![\d-])(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\d-])"),
        kept=_public_line,
    ),
    Pattern(
        "phone",
        re.compile(
            rf"(?i){_SPEAKS_OF_PHONES}[^\d。.!?！？\n]{{0,10}}([2-8]\d{{2,3}}{_GAP}\d{{4}})"
            r"(?!\d|元|块|号|米|年|户)"
        ),
        group=1,
        numerals=True,
    ),
)

_PLATES = (
    Pattern(
        "plate",
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-HJ-Za-hj-z]"
            r"[ .·•‧・-]?[A-HJ-NP-Za-hj-np-z0-9]{5,6}(?![A-Za-z0-9])"
        ),
    ),
    Pattern(
        "plate",
        re.compile(
            r"\b(?i:licen[cs]e plate|number plate|plates?|registration|reg)(?: (?i:is|number|no))?"
            r"[: #.]{1,3}((?=[A-Z -]{0,6}\d)[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{2,5}){1,2})\b"
        ),
        group=1,
    ),
)

_ACCOUNTS = (
    Pattern(
        "mail",
        re.compile(
            r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[\[(]at[\])]\s?)[\w-]{1,63}"
            r"(?:(?:\.|\s?[\[(]dot[\])]\s?)[\w-]{2,63}){1,4}"
        ),
    ),
    Pattern(
        "account",
        re.compile(
            r"(?i)(?:微信|薇信|威信|微 信|v信|加我?v|\bvx|\bwx|wechat|whatsapp|telegram"
            r"|\bline id|\bqq|扣扣|企鹅|抖音|快手|支付宝|alipay|venmo)[号id账户:：为是 =]{0,6}"
            r"([a-z0-9][a-z0-9_-]{4,29})"
        ),
        group=1,
    ),
)

_PEOPLE = (
    Pattern(
        "name",
        re.compile(
            r"(?:(?:我叫|我是|本人|名叫|名字|姓名|联系人|举报人|投诉人|反映人)[:：是叫为 ]{0,2}"
            r"|(?:业主|户主|住户|患者|老伴|我爱人|我丈夫|我妻子|我儿子|我女儿)[:：是叫为 ]{1,2})"
            rf"(?P<name>{_NAME}){_AFTER_NAME}"
        ),
        group=1,
        kept=_no_name,
    ),
    Pattern(
        "name",
        re.compile(
            r"(?:[Mm]y name is|[Mm]y name's|[Nn]ame:|[Cc]ontact:|[Cc]all me|[Aa]sk for|[Ss]igned,?"
            r"|[Rr]egards,|[Tt]hanks,|[Ss]incerely,)\s{1,3}"
            rf"(?P<name>{_TITLE}?{_WORD}(?: (?:[A-Z]\.|{_WORD})){{0,2}})"
        ),
        group=1,
        kept=_no_person,
    ),
    Pattern(
        "name",
        re.compile(
            rf"(?:\bI am|\bI'm|\bI’m|[Tt]his is) (?P<name>{_TITLE}?{_WORD}(?: [A-Z]\.)?"
            rf"(?: {_WORD}){{1,2}})(?=[,.;!\n]|$| and| from| at| of)"
        ),
        group=1,
        kept=_no_person,
    ),
)

_HOMES = (
    Pattern(
        "address",
        re.compile(
            r"(?:家住|我住在?|我们住在?|本人住在?|住址|家庭住址|家庭地址|居住地址|住在|现住)"
            r"[:：是为 ]{0,2}"
            r"([^，,。;；！!？?\s的]{2,30}(?:\d|[一二三四五六七八九十])"
            r"(?:号楼|号院|号|栋|幢|单元|室|楼|层|户|门)(?:\d{1,4}(?:室|号|户)?)?)"
        ),
        group=1,
    ),
    Pattern(
        "address",
        re.compile(
            r"(?i)(?:\bI live (?:at|in)|\bwe live (?:at|in)|my (?:home )?address(?: is|:)"
            r"|home address(?: is|:)?|residing at|\breside at|living at)"
            r" ((?:(?:flat|apt|apartment|unit) \w{1,5},? )?\d{1,5}[a-z]? [\w .'’-]{2,40}?"
            r"(?:,? (?:apt|apartment|unit|flat|#)\.? ?\w{1,5})?)(?=[,.;!\n]|$)"
        ),
        group=1,
    ),
)

ALL: tuple[Pattern, ...] = (*_ACCOUNTS, *_PAPERS, *_PHONES, *_PLATES, *_PEOPLE, *_HOMES)
