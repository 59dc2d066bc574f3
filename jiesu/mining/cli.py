"""`jiesu mine VERB IN --out OUT`: the mathematics of masses on a table of appeals, no database."""

import click

from jiesu.mining.verbs import classify, effect, forecast, groups, heat, reply, similar, surge


@click.group("mine")
def command() -> None:
    """Find groups, hot issues, similar appeals, services, surges and what will come in a table.

    Tables are CSV (also .gz), XLSX or Parquet. Without options the columns are those that
    `jiesu simulate` writes: id, title, text, time, lat, lon, area, service, appellant.
    """


for verb in (groups, heat, similar, classify, surge, forecast, effect, reply):
    command.add_command(verb.command)
