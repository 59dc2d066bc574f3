"""Text of a request before anything reads it: in the charset it names, in UTF-8, or as recognised.

A sign that cannot be read is never put in the place of what somebody wrote: the request is refused.
"""

import codecs
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from jiesu.channels import hanzi
from jiesu.channels.open311.formats import Open311Error

_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
# By which a form may be written; Python has others that are no charsets of the web.
_KNOWN = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "ascii", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "cp950", "latin-1"),
        *("cp1252", "iso8859-15", "cp1250", "cp1251", "koi8-r", "shift_jis", "cp932", "euc_jp"),
        *("euc_kr", "cp949", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    )
)
_LATIN = codecs.lookup("latin-1").name  # gives every byte as a character of the same number

Pair = tuple[bytes, bytes]


def query_of(request: HttpRequest) -> QueryDict:
    """Read the parameters of an address; raises `Open311Error` where they are not UTF-8."""
    raw = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    found = _decoded(_pairs(raw), "utf-8")
    if found is None:
        raise Open311Error(400, _("The parameters of this address are not UTF-8. Encode them so."))
    return found


def form_of(request: HttpRequest) -> QueryDict:
    """Read the fields of a form, before anything else reads it; raises `Open311Error`.

    Its files are then read as ever (`request.FILES`).
    """
    declared = _declared(request)
    if request.content_type == _MULTIPART:
        pairs = _of_multipart(request)
    elif request.content_type == _URLENCODED or not request.body:
        pairs = _pairs(request.body)
        request.encoding = "utf-8"  # Django refuses to look for files in a form of any other
    else:
        raise Open311Error(
            415,
            _("Send a form: %(first)s, or %(second)s with photos.")
            % {"first": _URLENCODED, "second": _MULTIPART},
        )
    return _read(pairs, declared)


def _declared(request: HttpRequest) -> str:
    """Give the charset that the request names, by Python's name for it; none is empty."""
    named = (request.content_params or {}).get("charset", "").strip(" '\"")
    if not named:
        return ""
    try:
        found = codecs.lookup(named).name
    except (LookupError, UnicodeError, ValueError):
        found = ""
    if found not in _KNOWN:
        raise Open311Error(
            415, _("The charset %s is not known here. Send the form in UTF-8.") % named[:40]
        )
    return found


def _of_multipart(request: HttpRequest) -> list[Pair]:
    """Let Django part the form, with each byte kept as it is."""
    request.encoding = _LATIN
    return [
        (name.encode(_LATIN), text.encode(_LATIN))
        for name, texts in request.POST.lists()
        for text in texts
    ]


def _pairs(raw: bytes) -> list[Pair]:
    """Part what is written as in an address; raises `TooManyFieldsSent`."""
    parts = [part for part in raw.split(b"&") if part]
    if len(parts) > (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or len(parts)):
        raise TooManyFieldsSent
    halves = (part.replace(b"+", b" ").partition(b"=") for part in parts)
    return [(unquote_to_bytes(name), unquote_to_bytes(text)) for name, _sign, text in halves]


def _read(pairs: list[Pair], declared: str) -> QueryDict:
    found = _decoded(pairs, declared or "utf-8")
    if found is None and not declared:
        recognised = hanzi.recognise(b"\n".join(text for _name, text in pairs))
        found = _decoded(pairs, recognised) if recognised else None
    if found is None:
        raise Open311Error(
            400,
            _("The form is not written in %s. Send it in UTF-8, or name its charset.")
            % (declared or "utf-8").upper(),
        )
    return found


def _decoded(pairs: Iterable[Pair], codec: str) -> QueryDict | None:
    """Give the fields as text, or nothing where their bytes do not fit the codec."""
    found = QueryDict(mutable=True)
    try:
        for name, text in pairs:
            found.appendlist(name.decode(codec), text.decode(codec))
    except UnicodeDecodeError:
        return None
    return found
