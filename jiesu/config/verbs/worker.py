"""`jiesu work`: the one background process; safe to kill and to run twice."""

import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime

import click
import structlog
from django.db import close_old_connections
from django.utils import timezone

from jiesu.config.wiring import JOBS, Job
from jiesu.insight import runner

_log = structlog.get_logger()
_ROUND = 1.0  # seconds between rounds in which nothing was done


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now until nothing is left, then end.")
def command(*, once: bool) -> None:
    """Deliver, watch deadlines, seal the log and run the analyses."""
    stop = threading.Event()
    if once:
        work_off(timezone.now)
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _log.info("worker started")
    _run(stop, timezone.now)
    runner.give_up()


def work_off(clock: Callable[[], datetime]) -> None:
    """Run every job now, and again as long as one says that it did something."""
    for job in JOBS:
        while _do(job, clock()):
            pass


def _run(stop: threading.Event, clock: Callable[[], datetime]) -> None:
    due: dict[str, float] = {}
    beside: dict[str, threading.Thread] = {}
    while not stop.is_set():
        busy = False
        for job in JOBS:
            if time.monotonic() >= due.get(job.name, 0.0) and not stop.is_set():
                busy |= not job.aside and bool(_do(job, clock()))
                if job.aside:
                    _do_aside(job, clock(), beside)
                due[job.name] = time.monotonic() + job.every.total_seconds()
        if not busy:
            stop.wait(_ROUND)


def _do_aside(job: Job, now: datetime, beside: dict[str, threading.Thread]) -> None:
    """Run a long job in its own thread, unless it is still at it; it may be killed at any point."""
    if job.name in beside and beside[job.name].is_alive():
        return
    beside[job.name] = threading.Thread(target=_do, args=(job, now), name=job.name, daemon=True)
    beside[job.name].start()


def _do(job: Job, now: datetime) -> object:
    """Run one job; its failure is logged and stops no other."""
    close_old_connections()
    try:
        return job.run(now)
    except Exception:  # noqa: BLE001  (logged with its traceback; the other jobs go on)
        _log.exception("job failed", job=job.name)
        return None
