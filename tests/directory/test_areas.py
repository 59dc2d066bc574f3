"""Which area a point lies in, also after the outlines were moved."""

import pytest

from jiesu.directory.lookup import areas
from jiesu.directory.models import Area
from tests.city import square

pytestmark = pytest.mark.django_db


def test_a_moved_outline_is_seen_at_once() -> None:
    street = Area.objects.create(
        code="s1",
        names={"zh-hans": "江边街道"},
        path="/s1/",
        level="street",
        geometry=square(30, 110, 1),
        lat=30.5,
        lon=110.5,
    )
    assert areas.locate(30.2, 110.2) == street
    street.geometry, street.lat = square(32, 110, 1), 32.5
    street.save()
    assert areas.locate(30.2, 110.2) is None
    assert areas.locate(32.2, 110.2) == street
