"""Appeal texts made comparable: one width and case, no invisible signs, no courtesies.

What is removed here never tells one appeal from another: greetings, thanks, the phrases of office
letters.
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

LONGEST = 20_000  # characters read of one text; an appeal that needs more is an attachment

# Controls, bidi marks, zero-width signs, soft hyphens, private use and lone surrogates.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_SPACE = re.compile(r"\s+")

_COURTESIES = re.compile(
    r"""
      (?:尊敬|敬爱)的[^，。！：:,!；;]{0,14}(?:领导|书记|[省市县区镇局]长|主任|政府|同志|先生|女士)们?
    | 各位(?:领导|同志)(?:干部)?(?:们|大家)?
    | (?:领导|书记|[市县区局]长|大家|您|你)们?好
    | (?:非常|十分|万分|衷心|深表|不胜)?(?:感谢|谢谢|感激)(?:您|你)?(?:不尽|涕零|之至|为盼)?
    | 此致\s*敬礼 | 敬请(?:关注|回复|谅解) | 特此(?:反映|投诉|申请|报告)
    | (?:希望|恳请|请求|请|望|盼)(?:各级|上级|有关|相关)?(?:政府|领导|部门|单位)+
      (?:能够?|予以|给予|尽快|尽早|及时|高度|多多)*(?:重视|关注|处理|解决|核实|回复|答复|介入)?
    | (?:为老百姓|为民|替我们|帮我们|给我们)做主 | 还(?:我们|老百姓)?一个公道
    | \bto\ whom\ it\ may\ concern\b | \bdear\ (?:sir|madam|sirs|mayor|council|team)s?\b
    | \b(?:hello|hi|hey|greetings|good\ (?:morning|afternoon|evening))\b
    | \bthanks?(?:\ you)?(?:\ (?:so|very)\ much)?(?:\ in\ advance)?\b
    | \bplease(?:\ (?:help|fix|advise|look\ into\ (?:it|this)))?\b
    | \b(?:best|kind)?\ ?regards\b | \byours\ (?:sincerely|faithfully)\b
    """,
    re.VERBOSE,
)

_SENTENCE = re.compile(r".{1,40}?(?:[。！？!?;；\n]|$)|.{40}")


def normalise(text: str | None) -> str:
    """Give `text` in one width and case, without invisible signs, with single spaces.

    `None` is an empty text; what lies beyond `LONGEST` characters is not read.
    """
    if not text:
        return ""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:LONGEST]))
    return _SPACE.sub(" ", seen).strip().lower()


def plain(text: str | None) -> str:
    """Give the normalised `text` in simplified characters and without accents.

    For looking words up: people write 電梯困人, ＧＡＳ ＬＥＡＫ and Müll, and mean the same.
    """
    simplified = _to_simplified().convert(normalise(text))
    for written, meant in _AMBIGUOUS:
        simplified = simplified.replace(written, meant)
    return _ACCENTS.sub(r"\1", unicodedata.normalize("NFD", simplified))


# Characters that are both: what they mean is seen from the next one.
_AMBIGUOUS = (("著火", "着火"), ("著急", "着急"), ("冒著", "冒着"))
_ACCENTS = re.compile("([A-Za-zıłøßæœđ])[\u0300-\u036f]+")


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def evidence(text: str | None) -> str:
    """Give the normalised `text` without greetings, thanks and the phrases of office letters."""
    return _SPACE.sub(" ", _COURTESIES.sub(" ", normalise(text))).strip()


def fields_of(columns: list[list[str]]) -> tuple[list[str], list[str]]:
    """Give the evidence of (titles, details) from one text column or more, the first the title.

    Where there is no title, the first sentence stands for it: people begin with what matters.
    """
    titles = [evidence(text) for text in columns[0]] if len(columns) > 1 else [""] * len(columns[0])
    rest = columns[1:] or columns
    details = [evidence(" ".join(parts)) for parts in zip(*rest, strict=True)]
    for row, title in enumerate(titles):
        if not title and (first := _SENTENCE.match(details[row])):
            titles[row], details[row] = first.group(), details[row][first.end() :]
    return titles, details
