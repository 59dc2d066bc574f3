"""Where this house differs from allauth's habits."""

import base64
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from jiesu.casework.identity import vault

_CONTEXT = b"second factor"
_RECENT = 300  # seconds


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Accounts are made by an administrator, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth's signature)
        """Say no."""
        return False

    def pre_authenticate(self, request: HttpRequest, **_credentials: str) -> None:
        """Leave counting wrong passwords to axes, which tells it on one page and in one log."""

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again, unless it was given in the last five minutes."""
        records = get_authentication_records(self.request, self.request.user)
        recent = records and time.time() - records[-1]["at"] < _RECENT
        return not recent and super().is_reauthentication_required(app=app)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """The second factor is a duty: its holder cannot put it away, its secret lies under seal."""

    def encrypt(self, text: str) -> str:
        """Seal the app's key and the seed of the recovery codes with the vault's cipher."""
        return base64.b64encode(vault.cipher().seal(text.encode(), _CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return vault.cipher().open(base64.b64decode(encrypted_text), _CONTEXT).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Allow taking the app away only where the demonstration needs none."""
        return settings.DEMO or authenticator.type != Authenticator.Type.TOTP
