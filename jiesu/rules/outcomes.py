"""What came of it: as the answering side claims, and as the appellant says; two separate facts."""

from enum import StrEnum


class Outcome(StrEnum):
    """What came of it, as the answering side claims; the appellant's view is a separate fact."""

    NONE = "none"
    RESOLVED = "resolved"
    PARTLY_RESOLVED = "partly_resolved"
    EXPLAINED = "explained"  # lawful explanation, no change possible
    CANNOT_ACT = "cannot_act"  # no power
    NOT_FOUND = "not_found"  # not found on site
    ANSWERED = "answered"
    DUPLICATE = "duplicate"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


class View(StrEnum):
    """What the appellant says of the reply; silence is never consent."""

    NOT_ASKED = "not_asked"
    CONFIRMED = "confirmed"
    PARTLY = "partly"  # counted apart, never as solved
    DISPUTED = "disputed"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


class Solved(StrEnum):
    """What an appellant answers when asked whether it was solved."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class CallResult(StrEnum):
    """Whether somebody answered the hotline's call; only a real answer counts (F8.14)."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


# What a unit may claim; whether it is so, the appellant says.
CLAIMS = (
    Outcome.RESOLVED,
    Outcome.PARTLY_RESOLVED,
    Outcome.EXPLAINED,
    Outcome.CANNOT_ACT,
    Outcome.NOT_FOUND,
)
