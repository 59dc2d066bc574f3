"""A code of the second factor is good once, in whichever process it is given."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class OnceMixin:
    """Remembers a code of the app for as long as the app's clock would make it good again."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Take a code that was not taken before."""
        code: str = super().clean_code()  # type: ignore[misc]  # allauth's form stands behind
        if self.authenticator.type == Authenticator.Type.TOTP and not self._first(code):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _first(self, code: str) -> bool:
        """Tell whether the code comes for the first time, however its digits are written."""
        digits = "".join(str(int(sign)) for sign in code if sign.isdecimal())
        seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        return cache.add(f"code taken {self.user.pk} {digits}", "y", timeout=seconds)


class AuthenticateForm(OnceMixin, forms.AuthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """The code at sign-in."""


class ReauthenticateForm(OnceMixin, forms.ReauthenticateForm):  # type: ignore[misc]  # as above
    """The code where one is asked for it again."""
