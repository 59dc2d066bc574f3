"""What a messenger raises where a message did not arrive."""


class RefusedForGoodError(Exception):
    """The other side will never take this message; `code` says why, without naming anybody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotAllToldError(Exception):
    """Some appellants of a step could not be told yet; those who were are not told again."""
