"""A run kept in a folder, so that tomorrow's appeals join today's groups.

Arrays as .npy files in a folder of their own, and a manifest that names that folder, the version of
the grouping and the size of every file. The manifest is replaced by one rename: a run is saved
whole or not at all. Nothing is forced to the disk; what a power cut leaves behind has another size
and is refused, and the appeals themselves are elsewhere.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from jiesu.mining.grouping.clustering import agglomeration, linkage, posting_lists
from jiesu.mining.grouping.clustering.evidence import WEIGHTS
from jiesu.mining.grouping.clustering.ties import RowColumns, Ties
from jiesu.mining.grouping.clustering.window import ROW, Window, grams_of_rows
from jiesu.mining.grouping.run import Run
from jiesu.mining.text.code_points import BITS
from jiesu.mining.text.grams.language import Language

_FORM = 2  # raise it when rows are read or packed in another way
_MANIFEST = "manifest.json"


class StateError(ValueError):
    """The folder holds no run that can go on; the sentence says what to do."""


def version() -> str:
    """Name this grouping: a run of another version cannot go on."""
    known = (
        BITS,
        posting_lists.KEYS,
        posting_lists.DEPTH,
        posting_lists.KEEP,
        linkage.JOIN,
        agglomeration.CANDIDATE,
        linkage.EXEMPLARS,
        linkage.STRONGEST,
        ROW.descr,
        RowColumns._fields,
    )
    return f"{_FORM}-{hashlib.sha256(repr(known).encode() + WEIGHTS.tobytes()).hexdigest()[:8]}"


def save(run: Run, folder: Path) -> None:
    """Write a run to `folder`, instead of what was there."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # it holds words of appeals
    new = Path(tempfile.mkdtemp(prefix="run-", dir=folder))
    for name, column in _columns(run):
        np.save(new / f"{name}.npy", column, allow_pickle=False)
    _publish(folder, new, run)
    for old in folder.glob("run-*"):
        if old != new:
            shutil.rmtree(old, ignore_errors=True)


def load(folder: Path) -> Run | None:
    """Read the run that `folder` holds; None where there is none.

    Raises `StateError` where it is of another version, or not whole.
    """
    if not (folder / _MANIFEST).exists():
        return None
    about = _manifest(folder)
    if about.get("version") != version():
        raise StateError(
            f"{folder} was written by grouping {about.get('version')}, this program has"
            f" {version()}: remove the folder and group all appeals anew"
        )
    try:
        columns = _read(folder / about["folder"], about["files"])
        return _run(about, columns)
    except (OSError, KeyError, ValueError, TypeError) as broken:
        raise StateError(
            f"{folder} is not whole ({broken}): remove the folder and group all appeals anew"
        ) from broken


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = dict(json.loads((folder / _MANIFEST).read_text("utf-8")))
    except (ValueError, TypeError) as broken:
        raise StateError(
            f"{folder / _MANIFEST} cannot be read: remove the folder and group all appeals anew"
        ) from broken
    return found


def _publish(folder: Path, new: Path, run: Run) -> None:
    about = {
        "version": version(),
        "folder": new.name,
        "files": {path.name: path.stat().st_size for path in new.iterdir()},
        "rows": run.stream.rows,
        "learned": run.learned,
        "same": list(run.same),
        "apart": list(run.apart),
    }
    draft = folder / f".{_MANIFEST}.{os.getpid()}"
    draft.write_text(json.dumps(about, ensure_ascii=False), "utf-8")
    draft.replace(folder / _MANIFEST)


def _columns(run: Run) -> Iterator[tuple[str, Any]]:
    """Give all there is of a run as arrays: of the window what is in use, of tables what is set."""
    held = run.stream.window
    rows = np.arange(held.state[2], held.state[0])
    yield from _grams(rows, held)
    yield "row", held.row[rows & (len(held.row) - 1)]
    yield from (("quality", run.language.quality), ("cells", held.cells), ("state", held.state))
    yield from ((f"row_{name}", column) for name, column in run.stream.ties.rows._asdict().items())
    for name, table, empty in _tables(run):
        used = np.flatnonzero(table[:, 0] != empty)
        yield from ((f"{name}_at", used), (name, table[used]))
    for name, strings in (("ids", run.ids), ("because", run.words["because"])):
        yield from zip((f"{name}_start", name), _bytes(strings), strict=True)
    yield "because_row", run.words["row"].to_numpy()


def _grams(rows: Any, held: Window) -> Iterator[tuple[str, Any]]:
    """Give the grams, which are let go as soon as they are written: they are most of all."""
    start, gram = grams_of_rows(rows, held)
    yield from (("start", start), ("gram", gram))


def _tables(run: Run) -> tuple[tuple[str, Any, int], ...]:
    """Give the hash tables: name, array of rows, and what the first of an empty row is."""
    return ("rings", run.stream.posting_lists, 0), ("copies", run.stream.copies.reshape(-1, 1), -1)


def _read(folder: Path, files: dict[str, int]) -> dict[str, Any]:
    for name, size in files.items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{name} is cut off")
    return {
        name.removesuffix(".npy"): np.load(folder / name, mmap_mode="r", allow_pickle=False)
        for name in files
    }


def _run(about: dict[str, Any], columns: dict[str, Any]) -> Run:
    run = Run(Language(np.array(columns["quality"])), int(about["learned"]), int(about["rows"]))
    run.same, run.apart = ([tuple(pair) for pair in about[name]] for name in ("same", "apart"))
    _fill(run.stream.window, columns)
    for name, table, _ in _tables(run):
        table[columns[f"{name}_at"]] = columns[name]
    run.stream.ties = Ties(RowColumns._make(columns[f"row_{name}"] for name in RowColumns._fields))
    run.ids = pa.chunked_array([_strings(columns, "ids", pa.large_string())])
    because = _strings(columns, "because", pa.string())
    run.words = pa.table({"row": pa.array(columns["because_row"]), "because": because})
    return run


def _fill(held: Window, columns: dict[str, Any]) -> None:
    """Lay the rows into an empty window, their grams from the beginning of the arena."""
    state, start = columns["state"], columns["start"]
    slots = np.arange(state[2], state[0]) & (len(held.row) - 1)
    held.gram[: start[-1]] = columns["gram"]
    held.row[slots] = columns["row"]
    held.row["start"][slots] = start[:-1]
    held.cells[:] = columns["cells"]
    held.state[:] = state[0], start[-1], state[2]


def _bytes(strings: Any) -> tuple[Any, Any]:
    """Give strings as where each begins, and their bytes."""
    whole = strings.combine_chunks().cast(pa.large_string())
    start = np.frombuffer(whole.buffers()[1], np.int64)[whole.offset :][: len(whole) + 1]
    if not len(whole):
        return np.zeros(1, np.int64), np.empty(0, np.uint8)
    text = np.frombuffer(whole.buffers()[2] or b"", np.uint8)[start[0] : start[-1]]
    return start - start[0], text


def _strings(columns: dict[str, Any], name: str, kind: Any) -> Any:
    start, text = (np.array(columns[key]) for key in (f"{name}_start", name))
    found = pa.LargeStringArray.from_buffers(
        len(start) - 1, pa.py_buffer(start), pa.py_buffer(text)
    )
    return found.cast(kind)
