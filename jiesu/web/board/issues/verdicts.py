"""Whether the appeals stopped, in a plain sentence, and what that sentence is worth."""

from django.utils.translation import gettext as _

from jiesu.insight.reporting.effects import UNTOLD, Effect

# Appeals expected below which a drop by a third is mostly missed (docs: reference/mining/effect).
_ENOUGH = 400


def short(told: Effect | None) -> tuple[str, str]:
    """Give the verdict in two words, and its tone."""
    said = {
        "fewer": (_("fewer appeals"), "good"),
        "more": (_("more appeals"), "bad"),
        "unclear": (_("not clear"), ""),
        "early": (_("too early"), ""),
        "short": (_("cannot be told"), ""),
        "few": (_("cannot be told"), ""),
    }
    return said[told.verdict] if told else (_("not judged yet"), "")


def sentence(told: Effect | None) -> str:
    """Say what came of the measure."""
    if told is None:
        return _("What came of it is judged within a few hours.")
    if told.verdict in UNTOLD:
        return _untold(told.verdict)
    figures = {
        "observed": told.observed,
        "expected": round(told.expected or 0),
        "change": _percent(told.ratio),
        "low": _percent(told.low),
        "high": _percent(told.high),
    }
    said = {
        "fewer": _(
            "The appeals became fewer: {observed} came since, and {expected} would have come"
            " without the measure ({change}; in nine cases of ten between {low} and {high})."
        ),
        "more": _(
            "The appeals became more: {observed} came since, and {expected} would have come"
            " without the measure ({change}; in nine cases of ten between {low} and {high})."
        ),
        "unclear": _(
            "Whether the measure did anything cannot be told: {observed} came since, and {expected}"
            " would have come without it ({change}). Anything between {low} and {high} is"
            " possible."
        ),
    }
    return said[told.verdict].format(**figures)


def _untold(verdict: str) -> str:
    return {
        "early": _("It is too early to tell: at least 14 days have to pass since the measure."),
        "short": _("It cannot be told: appeals are known for fewer than 56 days before it."),
        "few": _(
            "It cannot be told: too few such appeals came there, or too few other areas have any."
            " A coarser kind of matter or a larger area may do."
        ),
    }[verdict]


def doubts(told: Effect | None) -> list[str]:
    """Say how far the sentence can be trusted."""
    if told is None or told.verdict in UNTOLD:
        return []
    share = round(100 * (told.trials_fewer or 0))
    found = [
        _(
            "What would have come is read from {others} other areas over the same time, so season"
            " and growth cancel out."
        ).format(others=told.others),
        _(
            "Rehearsal: the same comparison was made {trials} times where and when nothing was"
            " done; in {share} of 100 it would have been called fewer."
        ).format(trials=told.trials, share=share),
    ]
    if told.verdict == "unclear" and (told.expected or 0) < _ENOUGH:
        found.append(
            _(
                "With fewer than about 400 appeals to be expected, even a drop by a third is often"
                " not seen. Not clear does not mean without effect."
            )
        )
    return [
        *found,
        _(
            "It is misled where offices begin or stop to write cases down, where appeals move to a"
            " neighbouring area or another kind of matter, and where the measure began at a peak"
            " that would have passed by itself."
        ),
    ]


def _percent(ratio: float | None) -> str:
    return f"{100 * ((ratio or 0) - 1):+.0f}%".replace("-", "\N{MINUS SIGN}")
