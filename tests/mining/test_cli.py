import csv
import gzip
import signal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from jiesu.mining.cli import command, evaluate
from jiesu.mining.grouping.clustering import stream
from jiesu.mining.grouping.run import Run
from jiesu.mining.grouping.scaling import chunked_files
from jiesu.mining.lazy import VerbGroup
from jiesu.simulate.stream import appeals

ROWS = [
    ("1", "搅拌站噪音", "丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民", "2024-01-01"),
    ("2", "搅拌站粉尘", "丽发新城旁边的搅拌站噪音太大，灰尘污染严重，粉尘扰民", "2024-01-03"),
    ("3", "健身器材", "望江公园健身器材损坏多年无人维修", "2024-01-03"),
]


def _table(path: Path, heading: str = "id,title,text,time") -> Path:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        file.write(heading + "\n")
        csv.writer(file).writerows(ROWS)
    return path


def test_groups_from_a_zipped_csv_to_parquet(tmp_path: Path) -> None:
    source, out = _table(tmp_path / "in.csv.gz"), tmp_path / "out.parquet"
    done = CliRunner().invoke(command, ["groups", str(source), "--out", str(out)])
    assert done.exit_code == 0, done.output
    table = parquet.read_table(out)
    assert table.column_names == ["id", "group", "role", "score", "because"]
    assert table["group"].to_pylist() == ["1", "1", "3"]


def test_columns_go_by_other_names(tmp_path: Path) -> None:
    source = _table(tmp_path / "in.csv.gz", "nr,topic,detail,at")
    options = ["--id", "nr", "--text", "topic,detail", "--time", "at"]
    out = tmp_path / "out.csv"
    done = CliRunner().invoke(command, ["groups", str(source), "--out", str(out), *options])
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8").startswith("id,group,role,score,because\n1,1,core,")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("in.csv", "id,title\n1,a\n", "there is no column 'text'; the file has: id, title"),
        ("in.csv", "", "in.csv is empty"),
        ("in.csv", "id,title,text\n", "in.csv holds no rows"),
        ("in.csv", "id,title,text\n1,a,b\n1,c,d\n", "the id 1 stands in more than one row"),
        ("in.csv", "id,title,text\n1,a\n", "row 2 has 2 cells, the heading has 3"),
        ("in.xlsx", "no sheet", "is not a spreadsheet that can be read"),
        ("in.parquet", "no table", "cannot be read as a table"),
        ("in.doc", "", "give a file that ends in"),
    ],
)
def test_bad_input_gets_a_sentence(tmp_path: Path, name: str, content: str, sentence: str) -> None:
    source = tmp_path / name
    source.write_text(content)
    done = CliRunner().invoke(command, ["groups", str(source), "--out", str(tmp_path / "o.csv")])
    assert done.exit_code == 1
    assert sentence in done.output


def test_a_missing_file_gets_a_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["groups", str(tmp_path / "no.csv"), "--out", "o.csv"])
    assert "there is no such file" in done.output


def test_heat_ranks_with_headlines(tmp_path: Path) -> None:
    source, out = _table(tmp_path / "in.csv.gz"), tmp_path / "out.parquet"
    done = CliRunner().invoke(command, ["heat", str(source), "--out", str(out)])
    assert done.exit_code == 0, done.output
    first = parquet.read_table(out).to_pylist()[0]
    assert (first["group"], first["appeals"]) == ("1", 2)
    assert "搅拌站" in first["headline"]


def test_groups_of_another_file_are_refused(tmp_path: Path) -> None:
    source = _table(tmp_path / "in.csv.gz")
    other = tmp_path / "groups.csv"
    other.write_text("id,group,role,score,because\n1,1,only,0,\n")
    options = ["--groups", str(other), "--out", str(tmp_path / "o.csv")]
    done = CliRunner().invoke(command, ["heat", str(source), *options])
    assert done.exit_code == 1
    assert "do not know the id 2" in done.output


def test_similar_prints_what_a_draft_resembles(tmp_path: Path) -> None:
    source = _table(tmp_path / "in.csv.gz")
    done = CliRunner().invoke(command, ["similar", str(source), "--draft", "公园健身器材损坏"])
    assert done.exit_code == 0, done.output
    assert done.output.split()[1] == "3"


def test_similar_compares_every_row(tmp_path: Path) -> None:
    source, out = _table(tmp_path / "in.csv.gz"), tmp_path / "out.parquet"
    done = CliRunner().invoke(command, ["similar", str(source), "--out", str(out)])
    assert done.exit_code == 0, done.output
    first = parquet.read_table(out).to_pylist()[0]
    assert (first["id"], first["rank"], first["similar"]) == ("1", 1, "2")


def test_similar_wants_a_draft_or_an_output(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["similar", str(_table(tmp_path / "in.csv.gz"))])
    assert "give either --draft or --out" in done.output


def test_classify_learns_from_one_table_and_labels_another(tmp_path: Path) -> None:
    known, asked, out = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "p.parquet"
    lines = [f"{n},路灯坏了第{n}盏,light" for n in range(6)]
    lines += [f"{n},自来水停水{n}天,water" for n in range(6, 12)]
    known.write_text("doc_id,said,label\n" + "\n".join(lines))
    asked.write_text("doc_id,said\n20,路灯又坏了\n")
    options = ["--id", "doc_id", "--text", "said", "--label", "label", "--out", str(out)]
    kept = tmp_path / "model.npz"
    files = ["--train", str(known), "--test", str(asked), "--model", str(kept)]
    done = CliRunner().invoke(command, ["classify", *files, *options])
    assert done.exit_code == 0, done.output
    row = parquet.read_table(out).to_pylist()[0]
    assert (row["id"], row["label"]) == ("20", "light")
    assert kept.exists()


def _rows(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        return next(csv.DictReader(file))


@pytest.fixture
def two_tables(tmp_path: Path) -> tuple[Path, Path]:
    known, asked = tmp_path / "a.csv", tmp_path / "b.csv"
    lines = [f"{n},路灯坏了第{n}盏,light,2025-01-0{1 + n}" for n in range(6)]
    lines += [f"{n},自来水停水{n}天,water,2025-02-0{n - 5}" for n in range(6, 12)]
    known.write_text("id,said,unit,time\n" + "\n".join(lines))
    asked.write_text("id,said\n20,路灯又坏了\n")
    return known, asked


def test_a_kept_model_is_used_again_and_has_a_card(two_tables: tuple[Path, Path]) -> None:
    known, asked = two_tables
    folder = known.parent
    same = ["--test", str(asked), "--text", "said", "--model", str(folder / "m.npz")]
    learn = ["--train", str(known), "--label", "unit", "--half-life", "365"]
    first = [*learn, "--card", str(folder / "card.md"), "--out", str(folder / "1.csv")]
    done = CliRunner().invoke(command, ["classify", *same, *first])
    assert done.exit_code == 0, done.output
    assert "2025-01-01 to 2025-02-06" in (folder / "card.md").read_text("utf-8")
    again = ["--card", str(folder / "card.json"), "--out", str(folder / "2.csv")]
    done = CliRunner().invoke(command, ["classify", *same, *again])
    assert done.exit_code == 0, done.output
    kept, used = (_rows(folder / name) for name in ("1.csv", "2.csv"))
    assert float(kept.pop("confidence")) == pytest.approx(float(used.pop("confidence")), abs=1e-3)
    assert kept == used
    assert '"texts": 12' in (folder / "card.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "give --train, or a --model"),
        (["--model", "no.npz"], "there is no such file"),
        (["--model", "{asked}"], "is not a whole model file: train it anew"),
        (["--train", "{known}", "--label", "no"], "there is no column 'no'"),
        (["--train", "{known}", "--label", "time", "--half-life", "0"], "--half-life"),
    ],
)
def test_classify_says_what_is_wrong(
    two_tables: tuple[Path, Path], options: list[str], sentence: str
) -> None:
    known, asked = two_tables
    told = [option.format(known=known, asked=asked) for option in options]
    same = ["--test", str(asked), "--text", "said", "--out", str(known.parent / "o.csv")]
    done = CliRunner().invoke(command, ["classify", *same, *told])
    assert done.exit_code != 0
    assert sentence in done.output


def test_replies_are_judged(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("nr,asked,answer\n7,路灯不亮,已转交区城管局核处。\n")
    options = ["--id", "nr", "--question", "asked", "--reply", "answer", "--out", str(out)]
    done = CliRunner().invoke(command, ["reply", str(source), *options])
    assert done.exit_code == 0, done.output
    assert "1 replies, 0 of them explain" in done.output
    assert _rows(out)["kind"] == "forwards"


def test_replies_without_their_column_get_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,title,text\n7,a,b\n")
    done = CliRunner().invoke(command, ["reply", str(source), "--out", str(tmp_path / "o.csv")])
    assert done.exit_code == 1
    assert "there is no column 'reply'" in done.output


def test_a_long_file_is_grouped_in_chunks_as_a_short_one_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, short, long = (tmp_path / f"{name}.parquet" for name in ("in", "short", "long"))
    order = appeals.Order(appeals=3000, seed=3)
    assert sum(appeals.write(order, source)) == 3000
    once = CliRunner().invoke(command, ["groups", str(source), "--out", str(short)])
    monkeypatch.setattr(chunked_files, "LONG", 1000)
    monkeypatch.setattr(
        stream, "WINDOW", 3000
    )  # rings of one size, so that they meet the same rows
    chunks = CliRunner().invoke(command, ["groups", str(source), "--out", str(long)])
    assert (once.exit_code, chunks.exit_code) == (0, 0), chunks.output
    one, other = parquet.read_table(short), parquet.read_table(long)
    for name in ("id", "group", "role", "score"):
        assert one[name].to_pylist() == other[name].to_pylist()


def test_too_little_memory_is_said_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Run, "add", full)
    out = tmp_path / "out.csv"
    source = _table(tmp_path / "in.csv.gz")
    done = CliRunner().invoke(command, ["groups", str(source), "--out", str(out)])
    assert done.exit_code == 1
    assert "not enough memory for so many rows at once" in done.output
    assert not list(tmp_path.glob("out*"))


def test_a_long_file_that_is_stopped_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, whole, parts = (tmp_path / f"{name}.parquet" for name in ("in", "whole", "parts"))
    assert sum(appeals.write(appeals.Order(appeals=3000, seed=3), source)) == 3000
    monkeypatch.setattr(chunked_files, "LONG", 1000)
    monkeypatch.setattr(chunked_files, "CHUNK", 700)
    at_once = [str(source), "--out", str(whole), "--state", str(tmp_path / "one")]
    stopped = [str(source), "--out", str(parts), "--state", str(tmp_path / "other")]
    done = CliRunner().invoke(command, ["groups", *at_once])
    assert done.exit_code == 0, done.output
    add = Run.add

    def interrupted(run: Run, new: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        add(run, new)

    with monkeypatch.context() as patched:
        patched.setattr(Run, "add", interrupted)
        done = CliRunner().invoke(command, ["groups", *stopped])
    assert done.exit_code == 1
    assert "Stopped after 700 of 3,000 appeals" in done.output
    assert not parts.exists()
    done = CliRunner().invoke(command, ["groups", *stopped])
    assert done.exit_code == 0, done.output
    one, other = parquet.read_table(whole), parquet.read_table(parts)
    for name in ("id", "group", "role", "score"):
        assert one[name].to_pylist() == other[name].to_pylist()
    done = CliRunner().invoke(command, ["groups", *stopped])
    assert "has joined before" in done.output


def test_a_long_file_out_of_order_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunked_files, "LONG", 2)
    source = tmp_path / "in.parquet"
    parquet.write_table(
        pa.table(
            {
                "id": ["1", "2"],
                "title": ["a", "b"],
                "text": ["", ""],
                "time": ["2024-02-01", "2024-01-01"],
            }
        ),
        source,
    )
    done = CliRunner().invoke(
        command, ["groups", str(source), "--out", str(tmp_path / "o.parquet")]
    )
    assert done.exit_code == 1
    assert "in the order of time" in done.output


@pytest.mark.parametrize("group", [command, evaluate], ids=["mine", "evaluate"])
def test_help_says_of_every_verb_what_it_says_of_itself(group: VerbGroup) -> None:
    for name, verb in group.verbs.items():
        told = verb.load().get_short_help_str(limit=1000)
        assert told.startswith(verb.help.removesuffix(".")), name
