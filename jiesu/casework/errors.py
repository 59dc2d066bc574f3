"""What can go wrong, as sentences that say what to do."""

from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class CaseworkError(Exception):
    """A refusal; `str()` is its sentence in the reader's language."""


class NotFoundError(CaseworkError):
    """There is no such thing, or the caller may not know that there is."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing here that you may see. Check the number."))


class RefusedError(CaseworkError):
    """The law or a duty forbids this step."""


class OvertakenError(CaseworkError):
    """Somebody else changed it first; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has just changed this, so nothing was done. "
                "Look at it as it stands now and decide again."
            )
        )


class TooOftenError(CaseworkError):
    """One address asked for too much in a short time; `seconds` until it may ask again."""

    def __init__(self, seconds: int) -> None:
        self.seconds, minutes = seconds, ceil(seconds / 60)
        sentence = ngettext(
            "Too much came from your connection in a short time. Try again in {n} minute.",
            "Too much came from your connection in a short time. Try again in {n} minutes.",
            minutes,
        )
        super().__init__(sentence.format(n=minutes))


class KeyReusedError(CaseworkError):
    """A sender's key came again with something else; what came first stands as it was sent."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This was sent before with other words, details or files, and what was sent first "
                "was received as it was. Send this under a new key if it is something else."
            )
        )


class InvalidError(CaseworkError):
    """What was entered cannot be taken; `sentences` maps each field to what to do."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences
