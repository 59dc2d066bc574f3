"""Telephone numbers: what is one, and what of it tells one caller from another."""

import re
import unicodedata

import phonenumbers
from django.conf import settings

_EXTENSION = re.compile(r"\s*(?:转|轉|ext\.?|x|#|,|;|，|；)", re.IGNORECASE)
_SIGNS = re.compile(r"[\d\s+()./·\-‐-―#*,;x转轉]+|.*\bext\b.*", re.IGNORECASE)
_FEWEST, _MOST = 3, 20  # digits, with an extension


def is_phone(text: str) -> bool:
    """Tell whether a text can be a number to call: signs of numbers only, and enough digits."""
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = sum(sign.isdecimal() for sign in plain)
    return bool(_SIGNS.fullmatch(plain)) and _FEWEST <= digits <= _MOST


def digits_of(phone: str) -> str:
    """Reduce a number to what identifies it, however it was written: its digits.

    A number of the jurisdiction's own country is as it is dialled there; any other one begins with
    its country. What stands behind an extension is left out: the line is the same.
    """
    plain = unicodedata.normalize("NFKC", phone)
    line = _EXTENSION.split(plain, maxsplit=1)[0] or plain
    try:
        number = phonenumbers.parse(line, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        return _only_digits(line)
    if not phonenumbers.is_valid_number(number):
        return _only_digits(line)
    if number.country_code == phonenumbers.country_code_for_region(settings.COUNTRY):
        form = phonenumbers.PhoneNumberFormat.NATIONAL
        return _only_digits(phonenumbers.format_number(number, form))
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)
