"""Identity taken out of texts: what must never leave the vault."""

import re

_DIGIT = "[0-9０-９]"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
)
_IDENTITY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[mail]"),
    (re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{17}}[0-9０-９xXｘＸ](?![0-9０-９a-zA-Z])"), "[id]"),
    (re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{15,19}}(?!{_DIGIT})"), "[number]"),
    (
        re.compile(
            rf"(?<!{_DIGIT})(?:\+?86[- ]?)?[1１][3-9３-９]{_DIGIT}[- ]?"
            rf"{_DIGIT}{{4}}[- ]?{_DIGIT}{{4}}(?!{_DIGIT})"
        ),
        "[phone]",
    ),
    (
        re.compile(rf"(?<!{_DIGIT})[0０]{_DIGIT}{{2,3}}[-－— ]?{_DIGIT}{{7,8}}(?!{_DIGIT})"),
        "[phone]",
    ),
    (re.compile(r"(?<!\d)(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)"), "[phone]"),
    (
        re.compile(r"(?i)(微信号?|wechat|qq号?)([:：为是 ]{0,3})[a-z0-9][a-z0-9_-]{4,}"),
        r"\1\2[account]",
    ),
    (
        re.compile(
            rf"(我叫|本人姓名|姓名[:：]\s*|联系人[:：]\s*)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
        ),
        r"\1[name]",
    ),
)


def scrub(text: str) -> str:
    """Give `text` with phones, identity numbers, mail addresses and stated names blanked out.

    Each is replaced by a placeholder such as `[phone]`; all else stays letter for letter. Building,
    room and route numbers are kept: they are evidence and shorter than any phone.
    """
    for pattern, placeholder in _IDENTITY:
        text = pattern.sub(placeholder, text)
    return text
