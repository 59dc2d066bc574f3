"""The small city of the tests: a street within a district, street lights, and two units.

The office of the street leads; the bureau stands by. As rows, and as files for the program itself.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jiesu.directory.models import Area, DutyItem, Service, Unit

AREAS: tuple[dict[str, Any], ...] = (
    {"code": "d1", "names": {"zh-hans": "东区", "en": "East"}, "level": "district"},
    {"code": "s1", "names": {"zh-hans": "江边街道", "en": "Riverside"}, "level": "street"},
)
LIGHTS: dict[str, Any] = {
    "code": "lights",
    "names": {"zh-hans": "路灯", "en": "Street lights"},
    "urgency": "general",
}
OFFICE: dict[str, Any] = {
    "code": "office",
    "names": {"zh-hans": "江边街道办", "en": "Riverside office"},
}
BUREAU: dict[str, Any] = {"code": "bureau", "names": {"zh-hans": "城管局", "en": "City Bureau"}}
SIDES = (1, 0.5)  # of the areas in degrees, each from 30 N 110 E to the north and the east


def square(lat: float, lon: float, side: float) -> dict[str, object]:
    """Give the outline of an area whose south-west corner is given."""
    corners = [(0, 0), (0, side), (side, side), (side, 0), (0, 0)]
    ring = [[lon + east, lat + north] for north, east in corners]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass
class City:
    """What a test speaks of by name."""

    district: Area
    street: Area
    lights: Service
    office: Unit
    bureau: Unit


def build() -> City:
    """Put the city into the database."""
    above = None
    for row, side in zip(AREAS, SIDES, strict=True):
        middle = {"lat": 30 + side / 2, "lon": 110 + side / 2}
        area = Area(**row, **middle, geometry=square(30, 110, side))
        area.place_under(above)
        area.save()
        above = area
    lights = Service(**LIGHTS)
    lights.place_under(None)
    lights.save()
    office = Unit.objects.create(**OFFICE, level="street", area=area)
    bureau = Unit.objects.create(**BUREAU, level="city")
    DutyItem.objects.create(
        service=lights, kind="basic", lead_unit=office, basis="清单 1", valid_from=date(2025, 1, 1)
    )
    return City(Area.objects.get(code="d1"), area, lights, office, bureau)


def write(folder: Path) -> None:
    """Write the city as the files that `jiesu directory import` takes."""
    folder.mkdir()
    features = [
        {
            "type": "Feature",
            "properties": {**_cells(row), "parent": parent},
            "geometry": square(30, 110, side),
        }
        for row, side, parent in zip(AREAS, SIDES, ("", "d1"), strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "areas.geojson").write_text(json.dumps(collection))
    _write_rows(folder / "services.csv", _cells(LIGHTS))
    _write_rows(folder / "units.csv", _cells(OFFICE) | {"level": "street", "area": "s1"})
    duty = {"service": "lights", "kind": "basic", "lead_unit": "office"}
    _write_rows(folder / "duties.csv", duty | {"basis": "清单 1", "valid_from": "2025-01-01"})


def _cells(row: dict[str, Any]) -> dict[str, str]:
    """Give a row as a file has it: a column for the name in each language."""
    names = {f"name_{language}": name for language, name in row["names"].items()}
    return {key: value for key, value in row.items() if key != "names"} | names


def _write_rows(path: Path, row: dict[str, str]) -> None:
    path.write_text(f"{','.join(row)}\n{','.join(row.values())}\n")
