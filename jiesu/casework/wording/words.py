"""One code's words: a set for each who reads them."""

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # what only the stubs tell from other promises

    Text: TypeAlias = _StrPromise | str
else:
    Text = Promise | str


class Words(NamedTuple):
    """What a code is called by the staff; what the appellant reads; what a letter says.

    `next` tells the appellant what to expect. What is missing is said as to the staff.
    """

    staff: Text
    appellant: Text | None = None
    letter: Text | None = None
    next: Text | None = None
