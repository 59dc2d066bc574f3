"""The real program in a folder of its own: its verbs, its server, and what they cost."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

JIESU = Path(sys.executable).with_name("jiesu")
_BENCH = Path(__file__).resolve().parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")
_LONGEST_START = 120  # seconds


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds on the wall clock and of the processor, bytes at the peak."""

    wall: float
    cpu: float
    peak: int


@dataclass(frozen=True)
class Program:
    """The program on one database; `data` holds its state, `database` names a PostgreSQL."""

    data: Path
    database: str = ""
    durable: bool = True
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What it runs under: the variables of the caller, without those that steer it."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JIESU_", "DJANGO_")) and name != "PYTHONDONTWRITEBYTECODE"
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "jiesu.config.settings",
            "PYTHONPATH": str(_BENCH),
            "JIESU_DATA": str(self.data),
            "JIESU_DATABASE": self.database,
            "JIESU_DURABLE": str(self.durable),
            # All residents of a benchmark call from one address.
            "JIESU_REPORTS": "0",
            "JIESU_REPORTS_BY_KEY": "0",
            # Compiled files must not be written into a tree that only is to be measured.
            "PYTHONPYCACHEPREFIX": str(self.data.parent / "compiled"),
            **self.settings,
        }

    def run(self, *verb: str) -> Cost:
        """Run one verb to its end; raises where it fails."""
        return self._run(JIESU, *verb)

    def run_inside(self, module: str, *arguments: str) -> Cost:
        """Run `main` of a module of the bench to its end, with the program's database and store."""
        start = f"import django; django.setup(); from {module} import main; main()"
        return self._run(sys.executable, "-c", start, *arguments)

    def _run(self, *command: str | Path) -> Cost:
        started = time.monotonic()
        process = self._start(command)
        try:
            _pid, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            what, said = " ".join(map(str, command)), self._said.read_text("utf-8")[-2000:]
            raise RuntimeError(f"{what} ended with {process.returncode}: {said}")
        cpu = usage.ru_utime + usage.ru_stime
        return Cost(time.monotonic() - started, cpu, usage.ru_maxrss * 1024)

    def answer(self, *verb: str) -> str:
        """Run one verb and give what it printed."""
        self.run(*verb)
        return self._said.read_text("utf-8")

    @contextlib.contextmanager
    def serving(self, port: int = 0) -> Iterator["Server"]:
        """Serve as shipped, on a free port unless one is named; stopped at the end."""
        port = port or free_port()
        process = self._start((JIESU, "serve", "--port", str(port)))
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process, self._said)
            yield Server(process.pid, port)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=_LONGEST_START)

    @property
    def _said(self) -> Path:
        return self.data.parent / f"{self.data.name}.said"

    def _start(self, command: tuple[str | Path, ...]) -> subprocess.Popen[bytes]:
        self.data.mkdir(parents=True, exist_ok=True)
        with self._said.open("wb") as said:
            return subprocess.Popen(
                command, env=self.environment, stdout=said, stderr=subprocess.STDOUT
            )


@dataclass(frozen=True)
class Family:
    """A process that runs, with all that came from it."""

    pid: int

    @property
    def cpu(self) -> float:
        """Seconds of the processor that all have used, those that ended too."""
        return sum(_cpu(pid) for pid in _family(self.pid))

    @property
    def peak(self) -> int:
        """Bytes that those which still run held at their peaks, each counted whole."""
        return sum(_peak(pid) for pid in _family(self.pid))


@dataclass(frozen=True)
class Server(Family):
    """A server that runs: its first process and its port."""

    port: int


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(url: str, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310  (our own address)
            return
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"jiesu serve does not answer: {said.read_text('utf-8')[-2000:]}")


def _family(pid: int) -> list[int]:
    """List a process and all that came from it and still run."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for thread in threads for child in thread.read_text("utf-8").split()]
    return [pid, *(one for child in children for one in _family(child))]


def _cpu(pid: int) -> float:
    # The name, which may hold anything, ends at the last bracket; proc(5) counts from there.
    numbers = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, numbers[11:15])) / _TICKS  # the latter two of children that ended


def _peak(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
