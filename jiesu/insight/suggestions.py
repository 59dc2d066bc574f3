"""What the think tank says to somebody who is deciding: like appeals, and the likely service.

Nothing here decides or writes. Where there is nothing to go by, the answer is an empty list, and
casework goes on without it.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import structlog

from jiesu.casework import finding
from jiesu.insight import earlier, learning
from jiesu.mining import classify, model_file, reasons
from jiesu.mining.classify import Model
from jiesu.mining.similar import Index
from jiesu.mining.similar.files import BrokenFileError
from jiesu.mining.similar.keeping import Reader

ALIKE_VERSION = "mining-alike-2"
_log = structlog.get_logger()
_LATE = 5000  # newest appeals that a process reads by itself, where the worker is behind
_ANEW = timedelta(hours=6)  # after which it lets go of those of them that were closed meanwhile


@dataclass(frozen=True)
class Draft:
    """What somebody says or types; the place in degrees where it is known."""

    title: str
    text: str
    at: datetime
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Alike:
    """An appeal on an open work order that may be the same problem, with the words that tie them.

    `likelihood` (0 to 1) is calibrated on pairs that people judged.
    """

    appeal_id: int
    likelihood: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class LikelyService:
    """A service by its code; `confidence` (0 to 1) is calibrated on appeals that were held out."""

    code: str
    confidence: float
    because: tuple[str, ...]
    version: str


class _Known:
    """The index of earlier appeals as this process maps it, and what came since, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._late = Index()
        self._base: Index | None = None
        self._since: datetime | None = None

    def ask(self, draft: Draft, limit: int) -> list[Alike]:
        """Give the likeliest that are open, having read what came since the last question."""
        with self._lock:  # neither adding nor asking is safe beside another
            base = self._mapped()
            self._read(base, draft.at)
            found = [
                one
                for index in (base, self._late)
                if index is not None
                for one in index.query(
                    [draft.title, draft.text],
                    time=draft.at,
                    lat=draft.lat,
                    lon=draft.lon,
                    limit=limit,
                    only_open=True,
                )
            ]
        best = sorted(found, key=lambda one: -one.score)[:limit]
        return [_alike(one.id, one.score, one.because) for one in best]

    def _mapped(self) -> Index | None:
        """Give the index as the worker keeps it; a broken one is as none until it has mended it."""
        self._reader = self._reader or Reader(earlier.folder())
        try:
            return self._reader.index()
        except BrokenFileError as wrong:
            _log.warning("index of earlier appeals", problem=str(wrong))
            return None

    def _read(self, base: Index | None, now: datetime) -> None:
        """Read the newest appeals that the worker has not taken into the index yet."""
        if base is not self._base or self._since is None or now - self._since > _ANEW:
            # The words of a few open appeals say little, so without a base they are learned once.
            self._late = Index(base.language if base else self._late.language)
            self._base, self._since = base, now
        after = max(base.last if base else 0, self._late.last)
        rows = finding.open_texts(after=after, limit=_LATE)
        if rows:
            ids, titles, texts, times, lats, lons = map(list, zip(*rows, strict=True))
            self._late.add(ids, [titles, texts], times, lats, lons)


def _alike(appeal_id: int, score: float, because: str) -> Alike:
    told = reasons.parts(because)
    ties = tuple(told[part] for part in ("place", "problem") if told.get(part))
    return Alike(appeal_id, score, ties)


_known = _Known()
_starting, _warm = threading.Lock(), threading.Event()


def ready() -> bool:
    """Tell whether answers come at once; the first question begins to make them ready, aside.

    On a fresh machine the kernels of mining are compiled first, which nobody on the telephone
    should wait for.
    """
    if not _warm.is_set() and _starting.acquire(blocking=False):
        threading.Thread(target=_make_ready, daemon=True).start()
    return _warm.is_set()


def _make_ready() -> None:
    index = Index()
    index.add([1], [["Lamp"], ["The lamp is out"]])
    index.query(["Lamp", "The lamp is out"])
    _warm.set()


def alike(draft: Draft, *, limit: int = 20) -> list[Alike]:
    """Give the appeals on open work orders that are likeliest the same problem, best first."""
    return _known.ask(draft, limit)


def services(title: str, text: str, *, limit: int = 3) -> list[LikelyService]:
    """Give the likeliest services of an appeal, the best first; none before anything is learned.

    Only the first tells its words. A model that another version of the program kept is as none:
    the next night makes a new one.
    """
    path = learning.model_path()
    if not path.exists():
        return []
    trained = path.stat().st_mtime_ns
    try:
        model = _model(path, trained)
    except model_file.ModelFileError:
        return []
    columns: Sequence[list[str]] = [[title], [text]]
    likely = model.probabilities(columns)[0]
    words = model.predict(columns)["because"][0].as_py().split("|")
    day = datetime.fromtimestamp(trained / 1e9, UTC).date()
    version = f"classify-{classify.VERSION}/{day}/{model.trained_on}"
    best = likely.argsort()[::-1][:limit]
    return [
        LikelyService(
            model.labels[label],
            round(float(likely[label]), 4),
            tuple(words) if not place else (),
            version,
        )
        for place, label in enumerate(best)
    ]


@lru_cache(maxsize=1)
def _model(path: Path, trained: int) -> Model:  # noqa: ARG001  (a new training, a new model)
    return model_file.load(path)
