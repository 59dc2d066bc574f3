"""An index in a folder: one process keeps it, any number of others map it and ask.

`index.json` names the segments that count and says up to what its keeper had read. It is replaced
by one rename, so that a reader sees the index before a change or after it, and a keeper killed at
any point goes on from there: files that nobody names are swept by the next one.
"""

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.similar.api import Index, mark, rows_of
from jiesu.mining.similar.manifest import MANIFEST, VERSION, Manifest, read_manifest
from jiesu.mining.similar.mapped_files import (
    BrokenFileError,
    Writing,
    map_file,
    map_segment,
    to_disk,
    write,
)
from jiesu.mining.similar.segment import CLOSED, GONE, Facts, Room, Segment, make_segment, merge
from jiesu.mining.text.code_points import SIZE
from jiesu.mining.text.grams.language import Language
from jiesu.mining.text.grams.rows import GramRows, read_grams

_SMALL = 4096  # rows up to which the last segments are one
_WIDE = 4  # segments of about one size that are merged into one


class IndexWriter:
    """The one process that changes an index; use it as a context."""

    def __init__(self, folder: Path, *, whole: bool = False) -> None:
        """Wait for the folder to be free; with `whole` look whether every file is as written."""
        self._folder, self._whole = folder, whole
        self._about = Manifest(VERSION, "", 0, (), None)
        self._names: list[str] = []
        self._held: list[Segment] = []

    def __enter__(self) -> Self:
        """Take the folder. An index that is broken, or of another version, is as none."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        self._lock = (self._folder / ".lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        found = read_manifest(self._folder)
        self.broken = ""
        try:
            self._open(found or self._about)
        except BrokenFileError as wrong:
            self.broken = str(wrong)
            self._open(replace(self._about, language="", segments=(), read=None, learned=0))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the folder back, without files that nobody names."""
        published = read_manifest(self._folder)
        named = {*published.segments, published.language} if published else set()
        for path in self._folder.glob("*.similar*"):
            if path.name not in named:
                path.unlink(missing_ok=True)
        self._lock.close()

    @property
    def read(self) -> Any:
        """What was told to `publish` last; None for an index that is new."""
        return self._about.read

    @property
    def learned(self) -> int:
        """How many rows taught the language; 0 for an index that is new."""
        return self._about.learned

    def __len__(self) -> int:
        """Give the number of appeals held."""
        return len(Index(self._language, self._held))

    def begin(self, language: Language, learned: int) -> None:
        """Leave what is held and begin anew in another language; readers keep the old so far."""
        self._names, self._held = [], []
        name = self._name()
        write(self._folder / name, {"quality": language.quality})
        self._language = language
        self._about = replace(self._about, language=name, learned=learned, segments=(), read=None)

    def fill(self, titles: pa.Array, details: pa.Array, found: Facts) -> None:
        """Take in appeals of which none is held."""
        self._keep(partial(make_segment, read_grams(titles, details, self._language), found))

    def add(self, titles: pa.Array, details: pa.Array, found: Facts) -> None:
        """Take in appeals; those that are held already as they are only change their mark."""
        said = read_grams(titles, details, self._language)
        mark(self._held, found.id, CLOSED, on=found.closed)
        fresh = np.flatnonzero(~self._same(said, found))
        if not len(fresh):
            return
        mark(self._held, found.id[fresh], GONE)
        part = Facts._make(column[fresh] for column in found)
        self._keep(partial(make_segment, _taken(said, fresh), part))
        while (many := self._of_one_size()) > 1:
            self._merge(many)

    def settle(self) -> None:
        """Merge all segments into one."""
        if len(self._held) > 1:
            self._merge(len(self._held))

    def publish(self, read: Any) -> None:
        """Let readers see all that was done so far, and keep `read` (anything JSON can tell)."""
        self._about = replace(self._about, segments=tuple(self._names), read=read)
        draft = self._folder / f".index.{os.getpid()}"
        draft.write_text(json.dumps(asdict(self._about)))
        to_disk(draft)
        draft.rename(self._folder / MANIFEST)
        to_disk(self._folder)

    def let_go(self, day: int) -> int:
        """Write anew every segment with rows that may not be kept on `day`; give their number."""
        lost = 0
        for place, held in enumerate(self._held):
            held.mark[held.until < day] |= GONE
            if gone := int(np.count_nonzero(held.mark & GONE)):
                lost += gone
                self._names[place] = self._name()
                self._held[place] = self._written(self._names[place], partial(merge, [held]))
        return lost

    def _open(self, about: Manifest) -> None:
        self._about, self._names = about, list(about.segments)
        self._held = [
            map_segment(self._folder / name, whole=self._whole) for name in about.segments
        ]
        self._language = Language(np.zeros(SIZE, np.uint16))
        if about.language:
            self._language = Language(**map_file(self._folder / about.language, whole=self._whole))

    def _same(self, said: GramRows, found: Facts) -> npt.NDArray[np.bool_]:
        """Tell which rows are held with the very same words, place and last day."""
        same = np.zeros(len(found.id), np.bool_)
        for held in self._held:
            rows, known = rows_of(held, found.id)
            for k in np.flatnonzero(known & ~same):
                same[k] = _equal(held, int(rows[k]), said, found, int(k))
        return same

    def _of_one_size(self) -> int:
        """Give how many of the last segments should be one: small ones, or several alike."""
        rows = np.cumsum([held.rows for held in reversed(self._held)])
        if (small := int(np.searchsorted(rows, _SMALL, "right"))) > 1:
            return small
        alike = 1
        while (
            alike < len(rows) and rows[alike] - rows[alike - 1] <= _WIDE * rows[alike - 1] / alike
        ):
            alike += 1
        return alike if alike >= _WIDE else 0

    def _merge(self, many: int) -> None:
        parts = self._held[-many:]
        del self._held[-many:], self._names[-many:]
        self._keep(partial(merge, parts))

    def _keep(self, make: Callable[[Room], Segment]) -> None:
        name = self._name()
        self._held.append(self._written(name, make))
        self._names.append(name)

    def _written(self, name: str, make: Callable[[Room], Segment]) -> Segment:
        writing = Writing(self._folder / name)
        made = make(writing.room)
        writing.finish()
        return made

    def _name(self) -> str:
        self._about = replace(self._about, made=self._about.made + 1)
        return f"{self._about.made:08}.similar"


def _equal(held: Segment, row: int, said: GramRows, found: Facts, k: int) -> bool:
    if held.mark[row] & GONE or held.until[row] != found.until[k]:
        return False
    mine = said.gram[said.start[k] : said.start[k + 1]]
    place = found.place[k].astype(np.float32)
    return np.array_equal(held.gram[held.start[row] : held.start[row + 1]], mine) and (
        np.array_equal(held.place[row], place, equal_nan=True)
    )


def _taken(said: GramRows, rows: npt.NDArray[np.int64]) -> GramRows:
    if len(rows) == len(said.norm):
        return said
    sizes = np.diff(said.start)[rows]
    start = np.append(0, np.cumsum(sizes))
    inside = np.arange(start[-1]) - np.repeat(start[:-1], sizes)
    gram = said.gram[np.repeat(said.start[rows], sizes) + inside]
    return GramRows(start, gram, said.norm[rows], said.titles[rows], said.numbers[rows])
