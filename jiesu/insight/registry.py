"""The analyses that are plugged in; light to import, since every process reads the fuse box."""

from dataclasses import dataclass
from datetime import timedelta

SUBSCRIBER = "insight"  # by this name the think tank hears what happens


@dataclass(frozen=True)
class Analysis:
    """An analysis: where its `run` stands, how often it runs, and which version of it this is.

    One `after_decisions` runs also when somebody has decided about a group since its last run. One
    whose version is not that of its last run runs at once: give it another when columns change.
    """

    module: str
    every: timedelta
    after_decisions: bool = False
    version: str = "1"

    @property
    def name(self) -> str:
        """The name of its folder, of its result and of its runs."""
        return self.module.rpartition(".")[2]


_plugged: dict[str, Analysis] = {}


def plug(analysis: Analysis) -> None:
    """Add an analysis; they run in the order in which they are plugged in."""
    _plugged[analysis.name] = analysis


def analyses() -> list[Analysis]:
    """List what is plugged in."""
    return list(_plugged.values())
