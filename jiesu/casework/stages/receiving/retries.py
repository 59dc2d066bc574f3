"""When something comes again: the sender's own key, and a fingerprint over all that was sent.

The same key with the same content is a retry and gets the same answer; with other content it is
refused. Without a key nothing is guessed: two alike are two, and staff are shown that they are.
"""

import hashlib
import json
from dataclasses import fields
from typing import Any

from jiesu.casework.errors import KeyReusedError
from jiesu.casework.identity import vault
from jiesu.casework.models import Appeal
from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.casework.stages.receiving.submission import Submission


def key_of(submission: Submission) -> str:
    """Give the key as it is stored: no sender's key is another's, whatever both have counted to."""
    if not submission.sender:
        return submission.idempotency_key
    scoped = f"{submission.sender}\x1f{submission.idempotency_key}"
    return hashlib.sha256(scoped.encode()).hexdigest()


def fingerprint(submission: Submission) -> str:
    """Give a mark of everything that was sent, files too; keyed, so that nobody can try words."""
    said = {one.name: _plain(getattr(submission, one.name)) for one in fields(submission)}
    return vault.index("submission", json.dumps(said, sort_keys=True))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Photo):
        return hashlib.sha256(value.content).hexdigest()
    return value if value is None or isinstance(value, str | int | float) else value.isoformat()


def earlier(submission: Submission) -> Appeal | None:
    """Give the appeal that was made of the same before; raises `KeyReusedError` for another."""
    found = Appeal.objects.filter(
        channel=submission.channel, idempotency_key=key_of(submission)
    ).first()
    if found is None or found.fingerprint == fingerprint(submission):
        return found
    if not found.fingerprint and found.text == submission.text.strip():
        return found  # of a version that kept no fingerprints
    raise KeyReusedError
