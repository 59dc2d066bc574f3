"""Names, badges and time left, for templates: `{% load labels %}`."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from jiesu.casework import wording
from jiesu.directory.lookup import display
from jiesu.directory.models import Urgency
from jiesu.web import tones

register = template.Library()

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@register.filter
def named(code: str, table: str) -> str:
    """Give the reader's name for a code: `{{ order.state|named:"state" }}`."""
    return wording.say(table, code)


@register.filter
def toned(code: str, kind: str) -> str:
    """Give the tone a code is shown in: `{{ appeal.view|toned:"view" }}`."""
    return tones.of(kind, code)


@register.simple_tag
def badge(text: str, tone: str = "quiet") -> SafeString:
    """Show a word in a tone: `{% badge "3 days left" "warn" %}`."""
    return format_html('<span class="badge" data-tone="{}">{}</span>', tone, text)


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """Show where the work stands."""
    return badge(wording.say("state", state), tones.of("state", state))


@register.simple_tag
def outcome_badge(outcome: str) -> SafeString:
    """Show what came of it, as the answering side claims."""
    return badge(wording.say("outcome", outcome), tones.of("outcome", outcome))


@register.simple_tag
def urgency_badge(urgency: str) -> SafeString:
    """Show how urgent it is."""
    return badge(str(dict(Urgency.choices).get(urgency, urgency)), tones.of("urgency", urgency))


@register.simple_tag
def remaining(due: datetime | None, now: datetime) -> SafeString:
    """Say how long is left, or by how much it is late, with the exact time on pointing at it."""
    if due is None:
        return SafeString()
    seconds = int((due - now).total_seconds())
    span = _span(abs(seconds))
    text = (gettext("{span} left") if seconds >= 0 else gettext("{span} late")).format(span=span)
    return format_html(
        '<time class="due nowrap" datetime="{}" data-tone="{}">{}</time>',
        due.isoformat(),
        _tone(seconds),
        text,
    )


register.filter("said", display.time_limit)


def _tone(seconds: int) -> str:
    if seconds < 0:
        return "bad"
    return "warn" if seconds < _DAY else "quiet"


def _span(seconds: int) -> str:
    if seconds < _HOUR:
        minutes = max(1, seconds // _MINUTE)
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if seconds < 2 * _DAY:
        hours = seconds // _HOUR
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    days = seconds // _DAY
    return ngettext("{n} day", "{n} days", days).format(n=days)
