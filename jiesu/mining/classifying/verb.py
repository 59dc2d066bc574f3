"""`jiesu mine classify`."""

from pathlib import Path
from typing import Any

import click
import pyarrow as pa

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.classifying import model_card, model_file
from jiesu.mining.classifying.api import Model, train
from jiesu.mining.classifying.drift import drift
from jiesu.mining.columns import Texts, strings
from jiesu.mining.options import FILE, named, out_file, working


@click.command("classify")
@click.option("--train", "known", type=FILE, help="Table with labels.")
@click.option("--test", "asked", required=True, type=FILE, help="Table to label.")
@click.option("--label", default="service", show_default=True, help="Column: label; levels by /.")
@click.option("--hold", help="Column: held out together; else near-duplicates.")
@click.option(
    "--half-life", type=click.FloatRange(0, min_open=True), help="Days; older count less."
)
@click.option("--model", type=FILE, help="File to keep the model in; without --train: to use.")
@click.option("--card", type=FILE, help="File for the model card: .json, else Markdown.")
@out_file
@named
def command(asked: Path, out: Path, names: Names, card: Path | None, **chosen: Any) -> None:
    """Learn from one table, suggest for another: id, label, confidence, decided, because."""
    if not (chosen["known"] or chosen["model"]):
        raise click.UsageError("give --train, or a --model that was kept before")
    with working("Learning"):
        given = Appeals(asked, names)
        ids, texts = pa.array(strings(given.ids), pa.string()), given.texts
        model = _model(names, **chosen)
        found = model.predict(texts).add_column(0, "id", ids)
        tables.write(found, out)
        if card:
            _write_card(model, card)
        strange = _strange(model, texts)
    decided = found["decided"].to_pylist().count(True)
    click.echo(f"{found.num_rows} labelled, {decided} of them decided → {out}{strange}")


def _model(names: Names, known: Path | None, model: Path | None, **chosen: Any) -> Model:
    if known is None:
        return model_file.load(model or Path())
    learned = Appeals(known, names)
    labels = tables.column(learned.table, chosen["label"])
    held = chosen["hold"] and tables.column(learned.table, chosen["hold"])
    half_life = chosen["half_life"]
    times = tables.column(learned.table, names.time) if half_life else learned.known("time")
    trained = train(learned.texts, labels, groups=held, times=times, half_life=half_life)
    if model:
        model_file.save(trained, model)
    return trained


def _write_card(model: Model, path: Path) -> None:
    form = model_card.as_json if path.suffix == ".json" else model_card.as_markdown
    path.write_text(form(model_card.card(model)), encoding="utf-8")


def _strange(model: Model, texts: Texts) -> str:
    found = drift(model, texts)
    if not found.drifted:
        return ""
    return (
        f"\nDrift: {found.outside:.0%} of the texts fit no label, {found.outside_known:.0%} of "
        f"those learned from (distance {found.distance:.2f}, chance {found.chance:.0e}). "
        "Label some anew."
    )
