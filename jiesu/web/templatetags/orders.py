"""Names of steps, grounds and reasons, for templates: `{% load orders %}`."""

from django import template

from jiesu.rules.dispatch import Concern, ReasonCode
from jiesu.rules.lifecycle import View
from jiesu.web.orders import words

register = template.Library()

_KILOMETRE = 1000


@register.filter
def event_name(event: str) -> str:
    """Name a step of the log."""
    return str(words.EVENTS[event])


@register.filter
def ground_name(ground: str) -> str:
    """Name a ground; one that a city had before and the law no longer knows stands as its code."""
    return str(words.GROUNDS.get(ground, ground))


@register.filter
def reason_name(reason: ReasonCode) -> str:
    """Name why a unit is proposed."""
    return str(words.REASONS[reason])


@register.filter
def concern_name(concern: Concern) -> str:
    """Name what speaks against a unit."""
    return str(words.CONCERNS[concern])


@register.filter
def channel_name(channel: str) -> str:
    """Name the way an appeal came; one that was added later stands as its code."""
    return str(words.CHANNELS.get(channel, channel))


@register.filter
def view_tone(view: str) -> str:
    """Give the tone in which the appellant's view is shown."""
    return words.VIEW_TONES.get(View(view), "quiet")


@register.filter
def distance(metres: int) -> str:
    """Say how far a place is."""
    return f"{metres} m" if metres < _KILOMETRE else f"{metres / _KILOMETRE:.1f} km"
