"""Where this house differs from allauth's habits."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """Accounts are made by an administrator, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth's signature)
        """Say no."""
        return False


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    """The second factor is a duty, so it cannot be put away by its holder."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Allow taking the app away only where the demonstration needs none."""
        return settings.DEMO or authenticator.type != Authenticator.Type.TOTP
