"""Where the run comes from that the appeals of a command join, and where it goes."""

from pathlib import Path

import click

from jiesu.mining import tables
from jiesu.mining.grouping import state
from jiesu.mining.grouping.clustering.constraints import Pairs
from jiesu.mining.grouping.run import Run
from jiesu.mining.options import working
from jiesu.mining.text.grams.language import Language


class RunSource:
    """The run that appeals join: an earlier one, or a new one that holds to what is decided."""

    def __init__(self, known: dict[str, Path | None]) -> None:
        self._known = known

    def __call__(self, language: Language, learned: int) -> Run:
        """Give the earlier run, or begin with these words."""
        return self.decided(self.earlier() or Run(language, learned))

    @property
    def goes_on(self) -> bool:
        """Whether later appeals will join, so that room for them is needed."""
        return self._known["state"] is not None

    def earlier(self) -> Run | None:
        """Give the run that --state names; None where there is none yet."""
        return state.load(self._known["state"]) if self._known["state"] else None

    def decided(self, run: Run) -> Run:
        """Let a run hold to the pairs that were given, and keep those that were not."""
        same, apart = (self._pairs(name) for name in ("same", "apart"))
        if same is not None or apart is not None:
            run.decide(run.same if same is None else same, run.apart if apart is None else apart)
        return run

    def keep(self, run: Run) -> None:
        """Keep a run where --state says."""
        if self._known["state"]:
            with working("Keeping the run"):
                state.save(run, self._known["state"])
            if run.outgrown:
                click.echo(
                    f"The words of this run were learned from {run.learned} appeals only: group all"
                    " appeals anew in a new --state, and they are told apart better.",
                    err=True,
                )

    def pairs(self) -> tuple[Pairs, Pairs]:
        """Give what --same and --apart name."""
        return self._pairs("same") or (), self._pairs("apart") or ()

    def _pairs(self, name: str) -> Pairs | None:
        path = self._known[name]
        if path is None:
            return None
        table = tables.read(path)
        if table.num_columns != 2:  # noqa: PLR2004  (a pair)
            raise tables.TableError(f"{path.name} must have two columns of ids")
        return list(zip(*(map(str, column.to_pylist()) for column in table.columns), strict=True))
