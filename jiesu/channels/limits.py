"""How often one address may do what costs the city work: at every door alike."""

from dataclasses import dataclass
from datetime import datetime

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest

from jiesu.casework.stages.receiving import rate_limits


@dataclass(frozen=True)
class Limit:
    """So many times in ten minutes; with `most` 0 as often as anybody likes."""

    thing: str
    most: int

    def check(self, request: HttpRequest, *, now: datetime) -> None:
        """Raise `TooOftenError` where the caller's address has used it up."""
        if self.most:
            rate_limits.check(self.thing, _address(request), most=self.most, now=now)

    def count(self, request: HttpRequest, *, now: datetime) -> None:
        """Note that it was done from the caller's address."""
        if self.most:
            rate_limits.count(self.thing, _address(request), now=now)


WRONG_CODES = Limit("wrong code", 20)


def reports(*, by_key: bool) -> Limit:
    """Give the limit for handing appeals in: by anybody, or by a program that has a key."""
    if by_key:
        return Limit("report by key", settings.REPORTS_BY_KEY)
    return Limit("report", settings.REPORTS)


def _address(request: HttpRequest) -> str:
    return str(get_client_ip_address(request))
