"""`jiesu mine classify`."""

from pathlib import Path
from typing import Any

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.verbs.options import FILE, named, out_file, working


@click.command("classify")
@click.option("--train", "known", required=True, type=FILE, help="Table with labels.")
@click.option("--test", "asked", required=True, type=FILE, help="Table to label.")
@click.option("--label", default="service", show_default=True, help="Column: label; levels by /.")
@click.option("--hold", help="Column: rows of one value are held out together.")
@click.option("--model", type=FILE, help="File to keep the trained model in.")
@out_file
@named
def command(known: Path, asked: Path, out: Path, names: Names, **chosen: Any) -> None:
    """Learn from one table, suggest for another: id, label, confidence, decided, because."""
    from jiesu.mining.classify import train

    with working("Learning"):
        learned, given = Appeals(known, names), Appeals(asked, names)
        held = chosen["hold"] and tables.column(learned.table, chosen["hold"])
        labels = tables.column(learned.table, chosen["label"])
        model = train(learned.texts, labels, groups=held)
        if chosen["model"]:
            model.save(chosen["model"])
        found = model.predict(given.texts)
        tables.write(found.add_column(0, "id", given.table.column(names.id).cast("string")), out)
    decided = found["decided"].to_pylist().count(True)
    click.echo(f"{found.num_rows} labelled, {decided} of them decided → {out}")
