"""What was suggested while somebody typed, carried through the form until there is a work order.

It is signed, for this form and this operator, so that what is kept is what was shown.
"""

from dataclasses import asdict
from datetime import timedelta

import structlog
from django.core import signing

from jiesu.casework.assist.suggestions import Guess, Guesses
from jiesu.directory.people import Actor

_log = structlog.get_logger()
_LONGEST = timedelta(days=1)  # that a form lies open


def pack(guesses: Guesses, *, key: str, actor: Actor) -> str:
    """Give what the form carries; `key` is that of the form."""
    plain = {subject: [asdict(one) for one in made] for subject, made in guesses.items()}
    return signing.dumps(plain, salt=_salt(key, actor), compress=True)


def unpack(packed: str, *, key: str, actor: Actor) -> dict[str, list[Guess]]:
    """Give what was shown beside the form; nothing where it was not shown by this page."""
    if not packed:
        return {}
    try:
        plain = signing.loads(packed, salt=_salt(key, actor), max_age=_LONGEST)
    except signing.BadSignature:
        _log.warning("suggestions not carried", person=actor.person_id)
        return {}
    return {subject: [Guess(**one) for one in made] for subject, made in plain.items()}


def _salt(key: str, actor: Actor) -> str:
    return f"desk.intake:{actor.person_id}:{key}"
