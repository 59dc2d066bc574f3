"""What the pages of the board say of the think tank while it still computes."""

from django import template

from jiesu.insight import progress
from jiesu.insight.progress import Progress

register = template.Library()


@register.simple_tag
def to_wait_for() -> Progress | None:
    """Give how far the think tank is, while there is something to wait for."""
    return progress.to_wait_for()
