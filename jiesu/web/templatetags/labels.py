"""Names, badges and time left, for templates: `{% load labels %}`."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, ngettext_lazy

from jiesu.directory.models import Urgency
from jiesu.rules.deadlines import TimeLimit, Unit
from jiesu.rules.lifecycle import Outcome, State
from jiesu.web import labels

register = template.Library()

_TABLES: dict[str, dict[Any, Any]] = {
    "state": labels.STATES,
    "outcome": labels.OUTCOMES,
    "view": labels.VIEWS,
    "action": labels.ACTIONS,
    "role": labels.ROLES,
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@register.filter
def named(code: str, table: str) -> str:
    """Give the reader's name for a code: `{{ order.state|named:"state" }}`."""
    return str(_TABLES[table][code])


@register.simple_tag
def badge(text: str, tone: str = "quiet") -> SafeString:
    """Show a word in a tone: `{% badge "3 days left" "warn" %}`."""
    return format_html('<span class="badge" data-tone="{}">{}</span>', tone, text)


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """Show where the work stands."""
    known = State(state)
    return badge(str(labels.STATES[known]), labels.STATE_TONES.get(known, "quiet"))


@register.simple_tag
def outcome_badge(outcome: str) -> SafeString:
    """Show what came of it, as the answering side claims."""
    known = Outcome(outcome)
    return badge(str(labels.OUTCOMES[known]), labels.OUTCOME_TONES.get(known, "quiet"))


@register.simple_tag
def urgency_badge(urgency: str) -> SafeString:
    """Show how urgent it is."""
    known = Urgency(urgency)
    return badge(str(known.label), labels.URGENCY_TONES.get(known, "quiet"))


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


_LIMITS = {
    Unit.HOURS: ngettext_lazy("{n} hour", "{n} hours", "n"),
    Unit.DAYS: ngettext_lazy("{n} day", "{n} days", "n"),
    Unit.WORKING_HOURS: ngettext_lazy("{n} working hour", "{n} working hours", "n"),
    Unit.WORKING_DAYS: ngettext_lazy("{n} working day", "{n} working days", "n"),
}


@register.filter
def said(limit: TimeLimit) -> str:
    """Say a limit of time: "5 working days"."""
    return _LIMITS[limit.unit].format(n=limit.amount)


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
