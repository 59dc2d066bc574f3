"""The three rates as everybody may read them: each with what was counted among what."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from jiesu.rules.measuring.definition import Measure
from jiesu.rules.measuring.measures import MEASURES
from jiesu.rules.measuring.rates import Rate
from jiesu.rules.policy import Samples

_PUBLISHED = ("response_rate", "resolution_rate", "satisfaction_rate", "reach_rate")


@dataclass(frozen=True)
class Figure:
    """One measure over all units and months."""

    measure: Measure
    rate: Rate
    samples: Samples

    @property
    def percent(self) -> float | None:
        """Give the share in hundredths; None where too few were counted to say anything."""
        share = self.rate.share if self.samples.suffice(self.rate.denominator) else None
        return None if share is None else share * 100

    @property
    def title(self) -> str:
        """Name the measure in the reader's language."""
        return _named(self.measure)

    @property
    def counted(self) -> str:
        """Say what stands above the line."""
        return _named(self.measure.counted)

    @property
    def among(self) -> str:
        """Say what stands below the line."""
        return _named(self.measure.among)


def _named(thing: object) -> str:
    chinese = (get_language() or "").startswith("zh")
    return str(getattr(thing, "zh" if chinese else "en"))


@dataclass(frozen=True)
class Figures:
    """The published measures and when they were counted."""

    figures: list[Figure]
    as_of: datetime


def published(store: Path, samples: Samples) -> Figures | None:
    """Read the latest count; None where none was made, or analyses are not installed here."""
    try:
        from jiesu.insight.storage import results
    except ImportError:  # the extra `analytics` is optional
        return None
    about = results.about(store, "rates")
    if about is None:
        return None
    rows = results.rows(store, "rates")
    return Figures([_figure(code, rows, samples) for code in _PUBLISHED], about.as_of)


def _figure(code: str, rows: list[dict[str, Any]], samples: Samples) -> Figure:
    above = sum(int(row[f"numerator_{code}"]) for row in rows)
    below = sum(int(row[f"denominator_{code}"]) for row in rows)
    return Figure(MEASURES[code], Rate(above, below), samples)
