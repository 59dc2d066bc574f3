"""The real program, started as a city would start it: own processes, data and second factors."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

JIESU = Path(sys.executable).parent / "jiesu"
PASSWORD = "seven-lanterns-9"
STAFF = {
    "operator": [],
    "dispatcher": [],
    "follow_up": [],
    "handler": ["--unit", "office"],
    "analyst": [],
}


@dataclass
class Program:
    """A running Jiesu: what a test may do to it from outside."""

    data: Path
    port: int
    env: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str, check: bool = True) -> str:
        """Run one verb to its end and give what it printed."""
        done = subprocess.run(
            [JIESU, *words], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 or not check, done.stdout + done.stderr
        return done.stdout + done.stderr

    def start(self, name: str, *words: str) -> None:
        """Start a process; one of the same name is killed first."""
        self.kill(name)
        log = (self.data / f"{name}.log").open("ab")
        with log:
            self.processes[name] = subprocess.Popen(
                [JIESU, *words], env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def serve(self) -> None:
        """Start the pages and wait until they answer."""
        self.start("serve", "serve", "--port", str(self.port), "--workers", "1")
        for _try in range(600):
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()  # noqa: S310  (own address)
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return
        pytest.fail((self.data / "serve.log").read_text("utf-8"))

    def kill(self, name: str) -> None:
        """Do what a power cut does: no warning, no last words."""
        process = self.processes.pop(name, None)
        if process:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
