import pytest

from jiesu.channels.file_import.values.places import Bounds, NoPlaceError, from_lv95, read_point

SHANGHAI = Bounds(30.6, 120.8, 31.9, 122.2)


def test_swiss_coordinates_of_the_old_observatory_of_bern() -> None:
    # The origin of the Swiss grid: 46°57'3.9" N, 7°26'19.1" E (swisstopo).
    point = from_lv95(2_600_072.37, 1_200_147.07)
    assert point.lat == pytest.approx(46.95240, abs=2e-4)
    assert point.lon == pytest.approx(7.43958, abs=2e-4)


def test_swiss_coordinates_of_the_example_of_swisstopo() -> None:
    point = from_lv95(2_700_000, 1_100_000)  # published: 46°02'38.86" N, 8°43'49.80" E
    assert point.lat == pytest.approx(46 + 2 / 60 + 38.86 / 3600, abs=2e-5)
    assert point.lon == pytest.approx(8 + 43 / 60 + 49.80 / 3600, abs=2e-5)


@pytest.mark.parametrize(("lat", "lon"), [("", ""), ("0", "0.0")])
def test_no_place(lat: str, lon: str) -> None:
    assert read_point(lat, lon, "wgs84", None) is None


@pytest.mark.parametrize(
    ("lat", "lon", "bounds", "why"),
    [
        ("121.47", "31.23", None, "swapped"),
        ("121.47", "31.23", SHANGHAI, "swapped"),
        ("39.9", "116.4", SHANGHAI, "outside"),
        ("123", "456", None, "outside"),
        ("nan", "nan", None, "outside"),
        ("31.2", "", None, "no numbers"),
        ("here", "there", None, "no numbers"),
    ],
)
def test_coordinates_that_cannot_be_meant(
    lat: str, lon: str, bounds: Bounds | None, why: str
) -> None:
    with pytest.raises(NoPlaceError, match=why):
        read_point(lat, lon, "wgs84", bounds)
