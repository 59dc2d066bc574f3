"""A run that was kept goes on as if it had never stopped."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from jiesu.mining.cli import command
from jiesu.mining.grouping import state
from jiesu.mining.grouping.run import DuplicateIdError, Run
from jiesu.mining.grouping.state import StateError

from .conftest import TEXTS, appeals, groups_of


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(st.sampled_from([*TEXTS, "", "😀"]), min_size=3, max_size=20), data=st.data())
def test_kept_and_read_is_as_never_stopped(
    new_run: Callable[[], Run], tmp_path: Path, said: list[str], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(said) - 1))
    on, kept = new_run(), new_run()
    for run in (on, kept):
        run.decide([("0", "1")], [("0", "2")])
        run.join(appeals(said[:cut]))
    state.save(kept, tmp_path / "run")
    read = state.load(tmp_path / "run")
    assert read
    touched = [run.join(appeals(said[cut:], cut)) for run in (on, read)]
    assert touched[0].tolist() == touched[1].tolist()
    rows = np.arange(len(said))
    assert read.table(rows).equals(on.table(rows))
    assert (read.same, read.apart, read.learned) == (on.same, on.apart, on.learned)


def test_groups_keep_their_ids_from_day_to_day(new_run: Callable[[], Run], tmp_path: Path) -> None:
    run, before = new_run(), dict[str, str]()
    for day, text in enumerate([*TEXTS, *TEXTS[::-1], *TEXTS]):
        run.join(appeals([text], day))
        state.save(run, tmp_path)
        found = state.load(tmp_path)
        assert found
        now = groups_of(found)
        assert all(now[one] == now[group] for one, group in before.items())
        assert all(int(group) <= int(one) for one, group in now.items())
        run, before = found, now


def test_there_is_nothing_in_a_new_folder(tmp_path: Path) -> None:
    assert state.load(tmp_path / "none") is None


def test_another_version_is_refused(
    new_run: Callable[[], Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.save(new_run(), tmp_path)
    monkeypatch.setattr(state, "_FORM", 0)
    with pytest.raises(StateError, match=r"was written by grouping 2-\w+, this program has 0-"):
        state.load(tmp_path)


def test_a_file_cut_in_half_is_refused(new_run: Callable[[], Run], tmp_path: Path) -> None:
    run = new_run()
    run.join(appeals(TEXTS))
    state.save(run, tmp_path)
    for path in sorted(tmp_path.glob("run-*/*.npy")):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(StateError, match=f"{path.name} is cut off.*group all appeals anew"):
            state.load(tmp_path)
        path.unlink()
        with pytest.raises(StateError, match="is not whole"):
            state.load(tmp_path)
        path.write_bytes(whole)
    assert state.load(tmp_path)
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8")[:20])
    with pytest.raises(StateError, match="cannot be read"):
        state.load(tmp_path)


def test_saving_that_was_killed_leaves_the_run_before(
    new_run: Callable[[], Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = new_run()
    run.join(appeals(TEXTS[:2]))
    state.save(run, tmp_path)
    run.join(appeals(TEXTS[2:], 2))

    def killed(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(state, "_publish", killed)
        with pytest.raises(KeyboardInterrupt):
            state.save(run, tmp_path)
    found = state.load(tmp_path)
    assert found
    assert len(found) == 2
    state.save(run, tmp_path)
    assert len(list(tmp_path.glob("run-*"))) == 1, "what the killed one left is swept"


def test_what_came_before_is_refused(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.join(appeals(TEXTS))
    with pytest.raises(DuplicateIdError, match="the id 3 has joined before"):
        run.join(appeals(TEXTS, 3))


def test_what_was_forgotten_ties_nothing_and_is_not_kept(
    new_run: Callable[[], Run], tmp_path: Path
) -> None:
    run = new_run()
    run.join(appeals(TEXTS[:1]))
    run.forget(run.ids.combine_chunks())
    state.save(run, tmp_path)
    assert len(np.load(next(tmp_path.glob("run-*/gram.npy")))) == 0
    run.join(appeals(TEXTS[1:2], 1))
    assert groups_of(run) == {"0": "0", "1": "1"}


def test_the_newest_reason_counts(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.join(appeals(TEXTS[:1]))
    assert run.table(np.arange(1))["because"].to_pylist() == [""]
    touched = run.join(appeals(TEXTS[1:2], 1))
    first, second = run.table(touched).to_pylist()
    assert "place:丽发新城" in first["because"]
    assert first["because"].endswith("with:1")
    assert second["because"].endswith("with:0")
    assert (first["role"], second["role"]) == ("core", "core")


def _mine(folder: Path, day: str, *options: str) -> Result:
    files = [str(folder / f"{day}.csv"), "--out", str(folder / f"{day}.parquet")]
    return CliRunner().invoke(command, ["groups", *files, "--state", str(folder / "run"), *options])


@pytest.fixture
def days(tmp_path: Path) -> Path:
    lines = [f"{n},{text},,2025-01-0{n + 1}" for n, text in enumerate(TEXTS)]
    for day, part in (("monday", lines[:2]), ("tuesday", lines[2:])):
        (tmp_path / f"{day}.csv").write_text("\n".join(["id,title,text,time", *part]))
    return tmp_path


def test_a_day_joins_yesterday_on_the_command_line(days: Path) -> None:
    for day in ("monday", "tuesday"):
        done = _mine(days, day)
        assert done.exit_code == 0, done.output
    rows = parquet.read_table(days / "tuesday.parquet").to_pylist()
    group = {row["id"]: row["group"] for row in rows}
    assert (group["2"], group["0"], group["4"]) == ("0", "0", "3")
    again = _mine(days, "tuesday")
    assert again.exit_code == 1
    assert "has joined before" in again.output


def test_decisions_are_kept_until_others_are_given(days: Path) -> None:
    pairs = days / "apart.csv"
    pairs.write_text("one,other\n0,1\n0,2\n")
    assert _mine(days, "monday", "--apart", str(pairs)).exit_code == 0
    assert _mine(days, "tuesday").exit_code == 0
    rows = parquet.read_table(days / "tuesday.parquet").to_pylist()
    assert {row["group"] for row in rows if row["id"] in "12"} == {"1"}


@pytest.mark.parametrize(
    ("same", "apart", "sentence"),
    [
        ("a\n1\n", "", "same.csv must have two columns of ids"),
        ("a,b\n0,1\n", "a,b\n1,0\n", "said to be apart and, by what else is said, the same"),
        ("", "", "same.csv is empty"),
    ],
)
def test_bad_decisions_get_a_sentence(days: Path, same: str, apart: str, sentence: str) -> None:
    options = []
    for name, content in (("same", same), ("apart", apart or "a,b\n8,9\n")):
        (days / f"{name}.csv").write_text(content)
        options += [f"--{name}", str(days / f"{name}.csv")]
    done = _mine(days, "monday", *options)
    assert done.exit_code == 1
    assert sentence in done.output


def test_a_broken_state_is_refused_on_the_command_line(days: Path) -> None:
    assert _mine(days, "monday").exit_code == 0
    manifest = days / "run" / "manifest.json"
    about = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(about | {"version": "0-0"}))
    done = _mine(days, "tuesday")
    assert done.exit_code == 1
    assert "remove the folder and group all appeals anew" in " ".join(done.output.split())
