"""`jiesu mine VERB IN --out OUT` and `jiesu evaluate VERB TABLE`: no database, a folder a verb."""

from collections.abc import Mapping
from typing import Any

import click

from jiesu.mining.lazy import Verb, VerbGroup

_ROOM = "jiesu.mining"


class _Mine(VerbGroup):
    verbs: Mapping[str, Verb] = {
        "groups": Verb(f"{_ROOM}.grouping.verb", "Say which appeals are one problem."),
        "heat": Verb(f"{_ROOM}.heat.verb", "Rank the groups, hottest first."),
        "similar": Verb(
            f"{_ROOM}.similar.verb", "Find the appeals that are likeliest the same as a draft."
        ),
        "classify": Verb(f"{_ROOM}.classifying.verb", "Learn from one table, suggest for another."),
        "surge": Verb(f"{_ROOM}.surges.verb", "Compare what came with what was expected."),
        "forecast": Verb(f"{_ROOM}.forecasting.verb", "Say how many appeals will come."),
        "effect": Verb(f"{_ROOM}.effects.verb", "Say whether the appeals stopped after a measure."),
        "reply": Verb(f"{_ROOM}.replies.verb", "Say whether replies answer."),
    }

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; where memory does not suffice, say so. Tables are written whole or not."""
        try:
            return super().invoke(ctx)
        except MemoryError as full:
            raise click.ClickException(
                "There is not enough memory for so many rows at once; nothing was written. Give it"
                " fewer, in the order of time (groups: with --state), or the machine more memory."
            ) from full


@click.group("mine", cls=_Mine)
def command() -> None:
    """Find groups, hot issues, similar appeals, services, surges and what will come in a table.

    Tables are CSV (also .gz), XLSX or Parquet. Without options the columns are those that
    `jiesu simulate` writes: id, title, text, time, lat, lon, area, service, appellant.
    """


class _Evaluate(VerbGroup):
    verbs: Mapping[str, Verb] = {
        "classify": Verb(
            f"{_ROOM}.classifying.evaluate", "Learn from the earlier rows, judge the latest fifth."
        ),
        "groups": Verb(
            f"{_ROOM}.grouping.evaluate", "Group all rows, score those that the standard names."
        ),
        "heat": Verb(
            f"{_ROOM}.heat.evaluate", "Attack every group with thirty copies by one person."
        ),
        "similar": Verb(f"{_ROOM}.similar.evaluate", "Ask with every row that has a partner."),
        "reply": Verb(
            f"{_ROOM}.replies.evaluate", "Compare judgements of replies with those of people."
        ),
    }


@click.group("evaluate", cls=_Evaluate)
def evaluate() -> None:
    """Say how right groups, labels, likeness and judged replies are, beside simple methods."""
