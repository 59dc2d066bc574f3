"""Why a group is hot, and what ties an appeal to it, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiesu.insight.reporting.figures import Hot

PARTS: dict[str, Promise] = {
    "people": gettext_lazy("people"),
    "growth": gettext_lazy("growth"),
    "recency": gettext_lazy("recency"),
    "spread": gettext_lazy("spread"),
    "unresolved": gettext_lazy("not solved"),
    "severity": gettext_lazy("gravity"),
    "likes": gettext_lazy("likes"),
}
_GROWS, _WIDE, _GRAVE = 0.15, 0.01, 0.3


def why(hot: Hot) -> list[str]:
    """Say in a few phrases what makes a group hot."""
    voices = round(hot.voices)
    said = [ngettext("{n} voice", "{n} voices", voices).format(n=voices)]
    if hot.appeals > voices:
        again = hot.appeals - voices
        said.append(ngettext("{n} said again", "{n} said again", again).format(n=again))
    if hot.parts["growth"] > _GROWS:
        said.append(_("more in the last week than before"))
    if hot.parts["spread"] > _WIDE:
        said.append(_("in several areas"))
    if hot.open:
        said.append(_("{n} of {all} not solved").format(n=hot.open, all=hot.appeals))
    if hot.parts["severity"] > _GRAVE:
        said.append(_("urgent matters among them"))
    return said


def tie(because: str) -> str:
    """Say what ties an appeal to its group (the codes of `mining.text.reasons`)."""
    if because == "decided":
        return _("put here by an analyst")
    parts = dict(part.split(":", 1) for part in because.split("|") if ":" in part)
    if "copy" in parts:
        return _("the same words as appeal {n}").format(n=parts["copy"])
    said = []
    if "place" in parts:
        said.append(_("both name “{name}”").format(name=parts["place"]))
    if "problem" in parts:
        said.append(_("both speak of “{name}”").format(name=parts["problem"]))
    if "days" in parts:
        days = int(parts["days"])
        said.append(ngettext("{n} day apart", "{n} days apart", days).format(n=days))
    return _("; ").join(said)
