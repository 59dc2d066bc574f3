"""The columnar copy: facts of appeals, their texts kept apart, and what machines proposed.

Instants are UTC without a zone, in whole seconds; columns that end in `_on` are days and
`received_hour` is an hour in the jurisdiction's zone, so that no engine has to know zones. Codes
are those of the directory. No column holds identity: `appellant` is a keyed hash that cannot be
joined to anything outside the store.
"""

from typing import Any, NamedTuple

import pyarrow as pa

INSTANT = pa.timestamp("us")


class Column(NamedTuple):
    """One column: its name, its Arrow type and what a value means."""

    name: str
    type: Any
    meaning: str


_FACT_COLUMNS = (
    Column("appeal_id", pa.int64(), "The appeal; one row of the latest version each."),
    Column("log_id", pa.int64(), "The last log line this version knows; a later one replaces it."),
    Column("work_order_id", pa.int64(), "The work order that serves the appeal now."),
    Column("leads", pa.bool_(), "The work order was made for this appeal: count it once by this."),
    Column("merged_into", pa.int64(), "The work order it was merged into; null if never."),
    Column("issue_id", pa.int64(), "The confirmed issue of its work order; null if none."),
    Column("said_at", INSTANT, "When the person said it."),
    Column("received_at", INSTANT, "When it was taken in."),
    Column("received_on", pa.date32(), "The local day of receipt; files are cut by its month."),
    Column("received_hour", pa.int8(), "The local hour of receipt, 0 to 23."),
    Column("channel", pa.string(), "The channel's code."),
    Column("source", pa.string(), "Where an import came from; empty for what was said here."),
    Column(
        "kind", pa.string(), "inquiry, help, complaint, whistleblow_report, suggestion, praise."
    ),
    Column("secrecy", pa.string(), "normal, confidential or anonymous."),
    Column("service_1", pa.string(), "Service code, first level; null while unknown."),
    Column("service_2", pa.string(), "Service code, second level."),
    Column("service_3", pa.string(), "Service code, third level."),
    Column("district", pa.string(), "Area code of the district."),
    Column("street", pa.string(), "Area code of the street or town."),
    Column("community", pa.string(), "Area code of the community."),
    Column("grid", pa.string(), "Area code of the grid."),
    Column("unit", pa.string(), "Code of the lead unit."),
    Column("urgency", pa.string(), "emergency, urgent, general or complex."),
    Column("lat", pa.float64(), "Degrees north, WGS 84; null without a place."),
    Column("lon", pa.float64(), "Degrees east."),
    Column("h3", pa.string(), "H3 cell of resolution 9, about 350 m across."),
    Column("state", pa.string(), "State of the work order."),
    Column("outcome", pa.string(), "What the answering side says came of it."),
    Column("view", pa.string(), "What the appellant says; silence is no_answer, never consent."),
    Column("result_rating", pa.int8(), "1 to 5 for the result; null without a rating."),
    Column("service_rating", pa.int8(), "1 to 5 for the service."),
    Column("viewed_at", INSTANT, "When the view was given or the call tried."),
    Column("accepted_at", INSTANT, "First acceptance."),
    Column("dispatched_at", INSTANT, "First dispatch."),
    Column("signed_at", INSTANT, "First signature of a unit."),
    Column("contacted_at", INSTANT, "First contact of the unit with the appellant."),
    Column("contact_due_at", INSTANT, "When that contact was due."),
    Column("replied_at", INSTANT, "First reply; one sent back is told by `reworks`."),
    Column("completed_at", INSTANT, "When the work order was first closed."),
    Column("first_due_at", INSTANT, "When the reply was first due; never overwritten."),
    Column("due_at", INSTANT, "When the reply is due with extensions granted."),
    Column("reopened_at", INSTANT, "When a closed work order was first opened again."),
    Column("reworks", pa.int32(), "How often the work order was handled again."),
    Column("answer", pa.string(), "Answer in the follow-up: a value of `rules.case_facts.Answer`."),
    Column("contact_proven", pa.bool_(), "The appellant says that the unit contacted them."),
    Column("objected", pa.bool_(), "A unit objected to the dispatch."),
    Column("objection_upheld", pa.bool_(), "The objection was upheld."),
    Column("objection_overruled", pa.bool_(), "The objection was overruled."),
    Column("redispatched", pa.bool_(), "It was dispatched more than once."),
    Column("exclusion_ground", pa.string(), "Ground of a decided exclusion; empty for none."),
    Column("appellant", pa.string(), "Keyed hash of the person; null if anonymous."),
)

_TEXT_COLUMNS = (
    Column("appeal_id", pa.int64(), "The appeal."),
    Column("log_id", pa.int64(), "The last log line this version knows."),
    Column("received_on", pa.date32(), "The local day of receipt; files are cut by its month."),
    Column("keep_until", pa.date32(), "The last day the text may be kept."),
    Column("title", pa.string(), "Title, scrubbed of identity."),
    Column("text", pa.string(), "Text, scrubbed of identity."),
    Column("words", pa.string(), "Words of title and text, separated by spaces."),
)


_PROPOSAL_COLUMNS = (
    Column("proposal", pa.string(), "Its number; `group-` and a number for a mined group."),
    Column("log_id", pa.int64(), "The last log line known when it was copied."),
    Column("appeal_id", pa.int64(), "The appeal it was about; of a group, the earliest."),
    Column("received_on", pa.date32(), "The local day of receipt; files are cut by its month."),
    Column("subject", pa.string(), "service, unit, urgency, duplicate or group."),
    Column("place", pa.int8(), "1 for the likeliest of those proposed together."),
    Column("value", pa.string(), "What was proposed: a code or an id."),
    Column("confidence", pa.float64(), "How sure the machine was, 0 to 1; null if not known."),
    Column("model_version", pa.string(), "The model and its version."),
    Column("proposed_at", INSTANT, "When it was shown."),
    Column("decided_at", INSTANT, "When a person decided."),
    Column("decided_on", pa.date32(), "The local day of that."),
    Column("decided_value", pa.string(), "What the person took instead or as well."),
    Column("accepted", pa.bool_(), "The person took it."),
    Column("among", pa.bool_(), "The person took one of those proposed together."),
)


def _schema(columns: tuple[Column, ...]) -> pa.Schema:
    return pa.schema([pa.field(c.name, c.type, metadata={"meaning": c.meaning}) for c in columns])


FACTS = _schema(_FACT_COLUMNS)
TEXTS = _schema(_TEXT_COLUMNS)
PROPOSALS = _schema(_PROPOSAL_COLUMNS)
