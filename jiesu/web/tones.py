"""The tone in which a code is shown: quiet, info, warn, good or bad.

"good" is for outcomes only: a closed order is not a solved one.
"""

from jiesu.directory.models import Urgency
from jiesu.rules.lifecycle import Outcome, State, View

TONES: dict[str, dict[str, str]] = {
    "state": {
        State.REGISTERED: "warn",
        State.ACCEPTED: "warn",
        State.DECLINE_PROPOSED: "bad",
        State.OBJECTED: "bad",
        State.DISPATCHED: "info",
        State.SIGNED: "info",
        State.HANDLING: "info",
        State.REPLIED: "info",
    },
    "outcome": {
        Outcome.RESOLVED: "good",
        Outcome.ANSWERED: "good",
        Outcome.PARTLY_RESOLVED: "warn",
        Outcome.CANNOT_ACT: "bad",
        Outcome.NOT_FOUND: "warn",
    },
    "view": {
        View.CONFIRMED: "good",
        View.PARTLY: "warn",
        View.DISPUTED: "bad",
    },
    "urgency": {Urgency.EMERGENCY: "bad", Urgency.URGENT: "warn"},
}


def of(kind: str, code: str) -> str:
    """Give the tone of a code; quiet where nothing is to be noticed."""
    return TONES[kind].get(code, "quiet")
