"""What the measures need to know of one work order; the columns of the table of facts."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What the appellant said in the follow-up; the first three are no answer."""

    NOT_ASKED = "not_asked"
    UNREACHED = "unreached"
    REFUSED = "refused"
    SOLVED = "solved"
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the measures need to know of one work order, at the moment of counting.

    `…due` is the original due instant unless it says `extended`. Ratings run from 1 (very
    dissatisfied) to 5 (very satisfied); 0 is none.
    """

    due_passed: bool = False
    contacted_in_time: bool = False  # first contact within the time of its class
    contact_proven: bool = False  # by the appellant's word, never the unit's
    replied: bool = False
    replied_by_due: bool = False
    replied_by_extended_due: bool = False  # equals `replied_by_due` where nothing was extended
    replied_in_last_hour: bool = False  # within the hour before the due instant
    claimed_resolved: bool = False  # the unit's outcome says so
    answer: Answer = Answer.NOT_ASKED
    result_rating: int = 0
    service_rating: int = 0
    exclusion_ground: str = ""  # code of a decided exclusion; "" for none
    dispatched: bool = False
    redispatched: bool = False
    objected: bool = False
    objection_upheld: bool = False
    objection_overruled: bool = False
    sent_back: bool = False  # reply returned by a reviewer, or disputed by the appellant
    escalated: bool = False
    completed_30_days_ago: bool = False
    reopened_within_30_days: bool = False
    completed_90_days_ago: bool = False
    appealed_again_within_90_days: bool = False  # same person, or same place and service
