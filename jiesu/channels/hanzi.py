"""Whether bytes that are not UTF-8 are Chinese as it was written before it: GB18030 or Big5."""

from collections.abc import Iterable

from charset_normalizer import from_bytes

KOREAN = frozenset({"cp949", "euc_kr", "johab"})
BIG5 = ("big5", "cp950", "big5hkscs")  # the later ones hold more characters
# Of the characters beyond ASCII of a Chinese text, so many are everyday hanzi or punctuation.
EVERYDAY_AT_LEAST = 0.6
# Korean bytes are everyday hanzi too; only a text of some length tells them apart.
_ENOUGH = 60


def everyday(characters: Iterable[str]) -> int:
    """Count those that are in the first level of GB 2312, or Chinese punctuation."""
    return sum(map(_is_everyday, characters))


def _is_everyday(character: str) -> bool:
    code = character.encode("gb18030", "ignore")
    if len(code) != 2:  # noqa: PLR2004  (GB 2312 is two bytes wide)
        return False
    row, place = code
    return place >= 0xA1 and (0xB0 <= row <= 0xD7 or 0xA1 <= row <= 0xA3)  # noqa: PLR2004  (rows of GB 2312)


def guess(sample: bytes) -> str:
    """Name the encoding in which a sample is probably written, or nothing."""
    best = from_bytes(sample).best()
    return best.encoding if best else ""


def looks_simplified(everyday_ones: int, beyond_ascii: int, guessed: str) -> bool:
    """Say whether what was read as GB18030 is Chinese: by counts, and by what else it may be."""
    korean = guessed in KOREAN and beyond_ascii > _ENOUGH
    return everyday_ones >= EVERYDAY_AT_LEAST * beyond_ascii and not korean


def recognise(sample: bytes) -> str:
    """Name the Chinese encoding of a few words, or nothing where it cannot be told."""
    guessed = guess(sample)
    if (text := _read(sample, "gb18030")) is not None:
        strange = [character for character in text if character > "\x7f"]
        if looks_simplified(everyday(strange), len(strange), guessed):
            return "gb18030"
    candidates = BIG5 if guessed in BIG5 else ()
    return next((codec for codec in candidates if _read(sample, codec) is not None), "")


def _read(sample: bytes, codec: str) -> str | None:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError:
        return None
