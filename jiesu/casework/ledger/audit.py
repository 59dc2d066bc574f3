"""The chain of hashes over the log, and the check that it holds."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from jiesu.casework.models import LogEntry, Seal, WorkOrder, recorded_kinds

# No transaction of ours lives this long, so no id below a sealed one can still appear.
_SETTLED = timedelta(minutes=2)
_SEAL_SIZE = 100_000


def digest(entry: LogEntry) -> str:
    """Give the SHA-256 of an entry, which covers its content and the entry before it.

    The chain of work orders is not named: entries from when there was no other hold as they are.
    """
    content = [
        *([] if entry.chain == WorkOrder.CHAIN else [entry.chain]),
        entry.thing_id,
        entry.seq,
        entry.event,
        entry.appeal_id,
        _instant(entry.at),
        _instant(entry.recorded_at),
        entry.actor_kind,
        entry.actor_role,
        entry.actor_id,
        entry.payload,
        entry.previous,
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _root(previous: str, hashes: Iterator[str]) -> tuple[str, int]:
    whole, count = hashlib.sha256(previous.encode()), 0
    for one in hashes:
        whole.update(one.encode())
        count += 1
    return whole.hexdigest(), count


@transaction.atomic
def seal(*, now: datetime) -> Seal | None:
    """Seal the settled entries after the last seal; None where there are none."""
    last = Seal.objects.order_by("-last_id").first()
    after = last.last_id if last else 0
    fresh = LogEntry.objects.filter(pk__gt=after, recorded_at__lte=now - _SETTLED).order_by("pk")
    chosen = list(fresh.values_list("pk", "hash")[:_SEAL_SIZE])
    if not chosen:
        return None
    previous = last.hash if last else ""
    root, count = _root(previous, (one for _, one in chosen))
    return Seal.objects.create(
        first_id=chosen[0][0],
        last_id=chosen[-1][0],
        count=count,
        previous=previous,
        hash=root,
        at=now,
    )


@dataclass(frozen=True)
class Fault:
    """One place where the log does not hold."""

    where: str
    what: str


def verify() -> Iterator[Fault | int]:
    """Recompute all chains and seals in flat memory; yield faults, and counts as it goes."""
    yield from _verify_chains()
    yield from _verify_seals()
    yield from _verify_ends()


def _verify_chains() -> Iterator[Fault | int]:
    whose, seq, head, done = "", 0, "", 0
    in_order = LogEntry.objects.order_by("chain", "thing_id", "seq")
    for entry in in_order.iterator(chunk_size=5000):
        if _name(entry.chain, entry.thing_id) != whose:
            whose, seq, head = _name(entry.chain, entry.thing_id), 0, ""
        if entry.seq != seq + 1:
            yield Fault(f"{whose}/{seq + 1}", "missing")
        elif entry.previous != head:
            yield Fault(f"{whose}/{entry.seq}", "chain broken")
        if digest(entry) != entry.hash:
            yield Fault(f"{whose}/{entry.seq}", "content changed")
        seq, head, done = entry.seq, entry.hash, done + 1
        if done % 5000 == 0:
            yield 5000
    yield done % 5000


def _name(chain: str, thing: int) -> str:
    return f"{chain} {thing}"


def _verify_seals() -> Iterator[Fault]:
    previous = ""
    for one in Seal.objects.order_by("last_id"):
        hashes = LogEntry.objects.filter(pk__range=(one.first_id, one.last_id)).order_by("pk")
        root, count = _root(one.previous, hashes.values_list("hash", flat=True).iterator())
        if one.previous != previous or (root, count) != (one.hash, one.count):
            yield Fault(f"seal {one}", "content changed")
        previous = one.hash


def _verify_ends() -> Iterator[Fault]:
    """Find chains cut at their end: each thing remembers how long its log was."""
    for kind in recorded_kinds():
        last = LogEntry.objects.filter(
            chain=kind.CHAIN, thing_id=OuterRef("pk"), seq=OuterRef("version")
        )
        cut = kind._default_manager.filter(~Exists(last))
        for thing in cut.iterator():
            yield Fault(f"{_name(thing.CHAIN, thing.pk)}/{thing.version}", "missing")
