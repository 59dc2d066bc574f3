"""What the think tank suggests to somebody who is deciding: like appeals, and the likely service.

A `Suggester` of casework. Nothing here decides or writes. Where there is nothing to go by yet, the
answer is None, and casework goes on without it.
"""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import structlog

from jiesu.casework.assist.suggester import LikeAppeal, LikelyService, Matter
from jiesu.casework.reading import finding
from jiesu.directory.people import Actor
from jiesu.insight.assist import learning, similarity_index
from jiesu.mining.classifying import model_file
from jiesu.mining.classifying.api import VERSION, Model
from jiesu.mining.similar.api import Index
from jiesu.mining.similar.mapped_files import BrokenFileError
from jiesu.mining.similar.reader import IndexReader
from jiesu.mining.text import reasons

ALIKE_VERSION = "mining-alike-2"
_log = structlog.get_logger()
_MOST = 20  # like appeals that are looked at
_LIKELY, _LEAST = 0.15, 0.03  # below which no like appeal, and no service, is worth a look
_LATE = 5000  # newest appeals that a process reads by itself, where the worker is behind
_ANEW = timedelta(hours=6)  # after which it lets go of those of them that were closed meanwhile


class _Known:
    """The index of earlier appeals as this process maps it, and what came since, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader: IndexReader | None = None
        self._late = Index()
        self._base: Index | None = None
        self._since: datetime | None = None

    def ask(self, matter: Matter, at: datetime) -> list[LikeAppeal]:
        """Give the likeliest that are open, having read what came since the last question."""
        with self._lock:  # neither adding nor asking is safe beside another
            base = self._mapped()
            self._read(base, at)
            found = [
                one
                for index in (base, self._late)
                if index is not None
                for one in index.query(
                    [matter.title, matter.text],
                    time=at,
                    lat=matter.lat,
                    lon=matter.lon,
                    limit=_MOST,
                    only_open=True,
                )
            ]
        best = sorted(found, key=lambda one: -one.score)[:_MOST]
        return [_alike(one.id, one.score, one.because) for one in best]

    def _mapped(self) -> Index | None:
        """Give the index as the worker keeps it; a broken one is as none until it has mended it."""
        self._reader = self._reader or IndexReader(similarity_index.folder())
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
        rows = finding.open_texts(after=after, limit=_LATE, actor=Actor.system())
        if rows:
            ids, titles, texts, times, lats, lons = map(list, zip(*rows, strict=True))
            self._late.add(ids, [titles, texts], times, lats, lons)


def _alike(appeal_id: int, score: float, because: str) -> LikeAppeal:
    told = reasons.parts(because)
    ties = tuple(told[part] for part in ("place", "problem") if told.get(part))
    return LikeAppeal(appeal_id, score, ALIKE_VERSION, ties)


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


def alike(matter: Matter, *, now: datetime) -> list[LikeAppeal] | None:
    """Give the appeals on open work orders that are likeliest the same problem, best first.

    Likelihoods are calibrated on pairs that people judged. None until the kernels are compiled.
    """
    if not ready():
        return None
    return [one for one in _known.ask(matter, now) if one.likelihood >= _LIKELY]


def services(matter: Matter, *, limit: int = 3) -> list[LikelyService] | None:
    """Give the likeliest services of a matter, the best first; None before anything is learned.

    Confidences are calibrated on appeals that were held out; only the first tells its words. A
    model that another version of the program kept is as none: the next night makes a new one.
    """
    path = learning.model_path()
    if not path.exists():
        return None
    trained = path.stat().st_mtime_ns
    try:
        model = _model(path, trained)
    except model_file.ModelFileError:
        return None
    columns: Sequence[list[str]] = [[matter.title], [matter.text]]
    likely = model.probabilities(columns)[0]
    words = model.predict(columns)["because"][0].as_py().split("|")
    day = datetime.fromtimestamp(trained / 1e9, UTC).date()
    version = f"classify-{VERSION}/{day}/{model.trained_on}"
    best = [label for label in likely.argsort()[::-1][:limit] if likely[label] >= _LEAST]
    return [
        LikelyService(
            model.labels[label],
            round(float(likely[label]), 4),
            version,
            tuple(words) if not place else (),
        )
        for place, label in enumerate(best)
    ] or None


@lru_cache(maxsize=1)
def _model(path: Path, trained: int) -> Model:  # noqa: ARG001  (a new training, a new model)
    return model_file.load(path)
