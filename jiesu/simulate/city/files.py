"""The city as a folder of files, in the formats `jiesu directory import` takes."""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from shapely.geometry import mapping

from jiesu.simulate.city.areas import Area, areas
from jiesu.simulate.city.catalogue import Catalogue, catalogue
from jiesu.simulate.city.duties import Duty, duties
from jiesu.simulate.city.holidays import days
from jiesu.simulate.city.people import Clerk, people
from jiesu.simulate.city.places import Place, places
from jiesu.simulate.city.size import Size
from jiesu.simulate.city.units import Unit, units


class City(NamedTuple):
    """Everything there is to know about the invented city."""

    size: Size
    areas: list[Area]
    services: Catalogue
    units: list[Unit]
    duties: list[Duty]
    people: list[Clerk]
    places: list[Place]


def city(seed: int, size: Size | None = None) -> City:
    """Invent the city of this seed; the smallest, if no size is given."""
    size = size or Size()
    drawn = areas(seed, size)
    offices = units(drawn)
    services = catalogue()
    return City(
        size=size,
        areas=drawn,
        services=services,
        units=offices,
        duties=duties(services.leaves, drawn),
        people=people(seed, offices),
        places=places(seed, drawn, size),
    )


def write(whole: City, folder: Path) -> list[Path]:
    """Write the city into a folder, made if it is not there, and list the files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "areas.geojson").write_text(_geojson(whole.areas), "utf-8")
    tables: Mapping[str, tuple[tuple[str, ...], Iterable[Iterable[object]]]] = {
        "services.csv": (_SERVICE, _services(whole.services)),
        "units.csv": (Unit._fields, whole.units),
        "duties.csv": (Duty._fields, whole.duties),
        "calendar.csv": (("date", "kind", "name_zh", "name_en"), days()),
        "people.csv": (Clerk._fields, whole.people),
        "places.csv": (Place._fields, _places(whole.places)),
    }
    for name, (header, rows) in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    return [folder / name for name in ("areas.geojson", *tables)]


def _geojson(drawn: list[Area]) -> str:
    features = [_feature(area) for area in drawn]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _feature(area: Area) -> dict[str, Any]:
    properties = {
        key: getattr(area, key) for key in ("code", "name_zh", "name_en", "level", "parent")
    }
    return {"type": "Feature", "properties": properties, "geometry": mapping(area.geometry)}


_SERVICE = ("code", "parent", "name_zh", "name_en", "urgency", "appeal_kind")


def _services(services: Catalogue) -> list[tuple[str, ...]]:
    branches = [(*branch, "general", "complaint") for branch in services.branches]
    leaves = [
        (leaf.code, leaf.code[:4], leaf.zh, leaf.en, leaf.urgency, leaf.kind)
        for leaf in services.leaves
    ]
    return sorted(branches + leaves)


def _places(found: list[Place]) -> list[Place]:
    return [place._replace(aliases=";".join(place.aliases)) for place in found]  # type: ignore[arg-type]  # as written in the file
