"""One name for one account, however it is spelled at the door, so that wrong passwords add up."""

import unicodedata
from collections.abc import Mapping

from allauth.account.internal.userkit import get_user_by_username
from django.http import HttpRequest


def username(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Give the account's own spelling where sign-in would find one, else the folded name."""
    given = (credentials or {}).get("username") or request.POST.get("login") or ""
    found = get_user_by_username(given)
    if found:
        return str(found.get_username())
    return unicodedata.normalize("NFKC", given).strip().casefold()
