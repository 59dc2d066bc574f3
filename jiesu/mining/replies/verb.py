"""`jiesu mine reply`."""

from pathlib import Path

import click
import pyarrow as pa

from jiesu.mining import tables
from jiesu.mining.columns import strings
from jiesu.mining.options import out_file, source_file, working
from jiesu.mining.replies.api import judge


@click.command("reply")
@source_file
@out_file
@click.option("--id", "id_", default="id", show_default=True, help="Column: id.")
@click.option(
    "--question", default="title,text", show_default=True, help="Columns: the question, by commas."
)
@click.option("--reply", default="reply", show_default=True, help="Column: the reply.")
def command(source: Path, out: Path, id_: str, question: str, reply: str) -> None:
    """Say whether replies answer: id, explains, confidence, kind, facts, rule, because."""
    with working("Reading replies"):
        table = tables.read(source)
        asked = [tables.column(table, name.strip()) for name in question.split(",")]
        found = judge(asked, tables.column(table, reply))
        ids = pa.array(strings(tables.column(table, id_)), pa.string())
        tables.write(found.add_column(0, "id", ids), out)
    explains = found["explains"].to_pylist().count(True)
    click.echo(f"{found.num_rows} replies, {explains} of them explain → {out}")
