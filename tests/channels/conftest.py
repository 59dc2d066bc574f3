from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let the sentences that tests read be English, whatever the city's language."""
    with translation.override("en"):
        yield
