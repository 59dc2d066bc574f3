"""What becomes of an appeal after it was taken in: its view, its protection, where it is served."""

from typing import Any

from django.db.models import QuerySet

from jiesu.casework.models import Appeal


def amend(found: Appeal | QuerySet[Appeal], **fields: Any) -> int:
    """Change fields of one appeal or of some; give how many. The step is logged by its caller."""
    rows = Appeal.objects.filter(pk=found.pk) if isinstance(found, Appeal) else found
    return rows.update(**fields)
