"""Services and appeals in the fields of GeoReport v2."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.reading.rows import Appeal
from jiesu.channels import progress
from jiesu.channels.open311.names import QUESTIONS
from jiesu.directory.models import Area, Service
from jiesu.directory.models.names import Nested

# Three decimals are about a hundred metres: the block, and not the door.
_DECIMALS = 3
UNCLASSIFIED = "unclassified"  # stands for the service of an appeal that has none yet
_LONGEST = 4_000  # characters of a description

Record = dict[str, Any]


def service(one: Service) -> Record:
    """Describe a service."""
    parents = [parent.name for parent in _parents(one)]
    return {
        "service_code": one.code,
        "service_name": one.name,
        "description": " / ".join([*reversed(parents), one.name]),
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(parents),
        "group": parents[-1] if parents else one.name,
    }


def _parents(one: Service) -> list[Nested]:
    """List the services above, the nearest first."""
    found: list[Nested] = []
    parent = one.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found


def definition(one: Service) -> Record:
    """Name what is asked beside the description: how secret it is, and what kind of appeal."""
    asked: dict[str, tuple[str, list[tuple[str, Any]]]] = {
        "secrecy": (_("Who may know who I am"), Secrecy.choices),
        "kind": (_("What kind of appeal it is"), Kind.choices),
    }
    return {
        "service_code": one.code,
        "attributes": [
            _choice(code, order, *asked[code]) for order, code in enumerate(QUESTIONS, start=1)
        ],
    }


def _choice(code: str, order: int, label: str, choices: list[tuple[str, Any]]) -> Record:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": _("Choose one, or leave it out."),
        "order": order,
        "description": label,
        "values": [{"key": key, "name": str(name)} for key, name in choices],
    }


def request(appeal: Appeal, *, own: bool, extended: bool) -> Record:
    """Describe an appeal; its words are shown to the one who has its tracking code (`own`).

    Without it the place is rounded to a block, and there is no text that may name somebody.
    """
    order = appeal.work_order
    named = order.service or appeal.service
    closed = progress.is_closed(appeal)
    record: Record = {
        "service_request_id": appeal.code if own else appeal.first_work_order.number,
        "status": "closed" if closed else "open",
        "status_notes": progress.sentence(appeal),
        # Clients rely on both, also where nobody has said yet what the appeal is about.
        "service_name": named.name if named else _("Not classified yet"),
        "service_code": named.code if named else UNCLASSIFIED,
        "description": appeal.text[:_LONGEST] if own else None,
        "agency_responsible": order.lead_unit and order.lead_unit.name,
        "requested_datetime": moment(appeal.received_at),
        "updated_datetime": moment(_updated(appeal, closed=closed)),
        "expected_datetime": None if closed else moment(order.due_at),
        "address": appeal.place_words or None if own else _around(appeal.area),
        "lat": _rounded(appeal.lat),
        "long": _rounded(appeal.lon),
    }
    if extended:
        record["extended_attributes"] = _extension(appeal)
    return record


def _updated(appeal: Appeal, *, closed: bool) -> datetime:
    order = appeal.work_order
    return appeal.withdrawn_at or (order.completed_at if closed else None) or order.state_since


def _extension(appeal: Appeal) -> Record:
    """Give what the standard has no field for; closed is not solved, so each stands alone."""
    return {
        "process_status": appeal.work_order.state,
        "outcome": appeal.work_order.outcome,
        "appellant_view": appeal.view,
        "channel": appeal.channel,
    }


def _around(area: Area | None) -> str | None:
    if area is None:
        return None
    return f"{area.parent.name} {area.name}" if area.parent else area.name


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, _DECIMALS)


def moment(at: datetime | None) -> str | None:
    """Write a moment in UTC with `Z`, the one form that every client reads."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
