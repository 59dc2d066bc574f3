"""Photos of appeals and replies, for those who may see the work order they belong to."""

from django.http import HttpResponse

from jiesu.casework import access
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires


@requires(Permission.APPEAL_READ, Permission.APPEAL_READ_OWN_UNIT)
def photo(request: Request, pk: int) -> HttpResponse:
    """Send one photo; what one may not see is not found."""
    found = access.photo(pk, actor=request.actor)
    with found.file.open("rb") as content:
        response = HttpResponse(content.read(), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
