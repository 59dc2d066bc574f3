"""`jiesu mine VERB IN --out OUT`: the mathematics of masses on a table of appeals, no database."""

from typing import Any

import click

from jiesu.mining.verbs import classify, effect, forecast, groups, heat, reply, similar, surge


class _Verbs(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; where memory does not suffice, say so. Tables are written whole or not."""
        try:
            return super().invoke(ctx)
        except MemoryError as full:
            raise click.ClickException(
                "There is not enough memory for so many rows at once; nothing was written. Give it"
                " fewer, in the order of time (groups: with --state), or the machine more memory."
            ) from full


@click.group("mine", cls=_Verbs)
def command() -> None:
    """Find groups, hot issues, similar appeals, services, surges and what will come in a table.

    Tables are CSV (also .gz), XLSX or Parquet. Without options the columns are those that
    `jiesu simulate` writes: id, title, text, time, lat, lon, area, service, appellant.
    """


for verb in (groups, heat, similar, classify, surge, forecast, effect, reply):
    command.add_command(verb.command)
