"""What browsers are told beside what Django tells them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Only the report form asks for a position, and only when its button is pressed.
_PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """Keeps devices' senses shut, and pages about people out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers a view has not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
