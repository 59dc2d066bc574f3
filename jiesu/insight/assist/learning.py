"""What is learned from decided appeals: which service like words are about, trained aside."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import ibis
import pyarrow as pa
import structlog
from django.conf import settings
from ibis import _

from jiesu.insight import progress
from jiesu.insight.storage import engine
from jiesu.insight.storage.engine import Tables
from jiesu.mining.classifying import model_file
from jiesu.mining.classifying.api import TooFewLabelsError, train

_log = structlog.get_logger()
_AGE = timedelta(hours=20)  # a younger model is good enough
_MOST, _FEWEST = 4000, 200  # accepted appeals that are learned from: the latest ones
_HALF_LIFE = 730.0  # days; an appeal that is so much older counts half: services change hands


def model_path() -> Path:
    """Give where the classifier of services lies, whether it is there or not."""
    return Path(settings.STORE) / "learned" / "services.npz"


def learn(*, now: datetime) -> int:
    """Train the classifier anew; give the number of appeals it learned from, 0 where it did not.

    Learned is from scrubbed texts of appeals that somebody accepted as a service, so that every
    correction of a proposal teaches the next model; late ones count more.
    """
    path = model_path()
    if path.exists() and now - datetime.fromtimestamp(path.stat().st_mtime, UTC) < _AGE:
        return 0
    if progress.is_behind():
        return 0
    with engine.tables(Path(settings.STORE), settings.ENGINE, now=now) as tables:
        rows = _examples(tables)
    if rows.num_rows < _FEWEST:
        return 0
    texts, labels = [rows["title"], rows["text"]], rows["label"]
    when = {"times": rows["accepted_at"], "half_life": _HALF_LIFE}
    try:
        model = train(texts, labels, groups=rows["work_order_id"], **when)
    except TooFewLabelsError:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    model_file.save(model, path)
    _log.info("services learned", appeals=model.trained_on, labels=len(model.labels))
    return model.trained_on


def _examples(tables: Tables) -> pa.Table:
    """Give title, text and accepted service of the latest appeals, with their work order."""
    accepted = tables.facts.filter(_.accepted_at.notnull(), _.service_1.notnull())
    labelled = accepted.select(
        "appeal_id",
        "work_order_id",
        "accepted_at",
        label=ibis.coalesce(_.service_3, _.service_2, _.service_1),
    )
    texts = tables.texts.select("appeal_id", "title", "text")
    latest = labelled.join(texts, "appeal_id").order_by(_.appeal_id.desc()).limit(_MOST)
    rows: pa.Table = latest.to_pyarrow()
    return rows
