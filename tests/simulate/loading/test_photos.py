"""Invented photos must be photos, small, and different."""

import io

import pytest
from PIL import Image

from jiesu.casework.stages.receiving import attachments
from jiesu.simulate.loading import photos


@pytest.mark.parametrize(
    "about", ["road.pothole", "sanitation.rubbish", "repair.leak", "noise.works", "school.manage"]
)
def test_a_photo_can_be_taken_in(about: str) -> None:
    content = photos.draw(about, 1)
    assert Image.open(io.BytesIO(content)).size == (640, 480)
    assert 5_000 < len(content) < 120_000
    assert attachments.prepare([attachments.Photo("one.jpg", content)])


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    assert photos.draw("road.lamp", 1) == photos.draw("road.lamp", 1)
    assert photos.draw("road.lamp", 1) != photos.draw("road.lamp", 2)
