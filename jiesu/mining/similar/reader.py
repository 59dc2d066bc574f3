"""An index in a folder as any process asks it: mapped, and following its writer."""

from pathlib import Path

from jiesu.mining.similar.api import Index
from jiesu.mining.similar.manifest import MANIFEST, read_manifest
from jiesu.mining.similar.mapped_files import BrokenFileError, map_file, map_segment
from jiesu.mining.similar.segment import Segment
from jiesu.mining.text.grams.language import Language


class IndexReader:
    """A process's view of an index; it follows the keeper from question to question."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: tuple[int, int] | None = None
        self._index: Index | None = None
        self._mapped: dict[str, Segment] = {}

    def index(self) -> Index | None:
        """Give the index as it is now; None where there is none. Raises `BrokenFileError`."""
        stamp = _stamp(self._folder / MANIFEST)
        if stamp != self._stamp:
            self._index = self._opened()
            self._stamp = stamp
        return self._index

    def _opened(self) -> Index | None:
        found = read_manifest(self._folder)
        if found is None:
            self._mapped = {}
            return None
        try:
            held = {
                name: self._mapped.get(name) or map_segment(self._folder / name)
                for name in found.segments
            }
            language = Language(**map_file(self._folder / found.language))
        except BrokenFileError:
            if read_manifest(self._folder) != found:  # it was replaced meanwhile
                return self._opened()
            raise
        self._mapped = held
        return Index(language, list(held.values()))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino
