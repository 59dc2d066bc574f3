"""The same groups from a real standalone cluster with two workers as from one machine."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess, Popen

import pyarrow as pa
import pytest
from pyarrow import parquet

pytestmark = [pytest.mark.cluster, pytest.mark.slow]
PROGRAM = Path(sys.executable).with_name("jiesu")
PATIENCE = 300  # seconds until the machines of the cluster are given up


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a master and two workers, as an administrator would; give the address."""
    logs = tmp_path_factory.mktemp("cluster")
    found = find_spec("pyspark")
    assert found, "Spark is missing: script/setup installs it"
    assert found.origin
    home = Path(found.origin).parent
    started: list[Popen[bytes]] = []

    def start(name: str, kind: str, *options: str) -> Path:
        log = logs / f"{name}.log"
        command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}", *options]
        env = os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
        env |= {"SPARK_LOG_LEVEL": "INFO", "SPARK_NO_DAEMONIZE": "1"}
        with log.open("wb") as out:
            started.append(Popen(command, stdout=out, stderr=out, env=env, cwd=logs))
        return log

    port, pages = _free_ports(2)
    address = f"spark://127.0.0.1:{port}"
    here = ("--host", "127.0.0.1")
    try:
        start("master", "master.Master", *here, "--port", str(port), "--webui-port", str(pages))
        for one in ("a", "b"):
            room = ("--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", one)
            start(one, "worker.Worker", *here, *room, address)
        _wait_for_workers(f"http://127.0.0.1:{pages}/json/", 2)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def _free_ports(count: int) -> list[int]:
    import socket

    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


def _wait_for_workers(page: str, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(page, timeout=5) as answer:  # noqa: S310  (our own page)
                if json.load(answer)["aliveworkers"] == count:
                    return
        except OSError:
            pass
        time.sleep(0.5)
    pytest.fail(f"the cluster did not start in {PATIENCE} s: {page}")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write appeals of a year in an order that is not that of time, in several row groups."""
    folder = tmp_path_factory.mktemp("in")
    made = ["simulate", "appeals", "--appeals", "2000", "--days", "365", "--out"]
    subprocess.run([PROGRAM, *made, str(folder / "made.parquet")], check=True, capture_output=True)
    table, path = parquet.read_table(folder / "made.parquet"), folder / "in.parquet"
    parquet.write_table(pa.concat_tables([table[1200:], table[:1200]]), path, row_group_size=300)
    return path


@pytest.fixture
def mine(source: Path, tmp_path: Path) -> Callable[..., CompletedProcess[str]]:
    def mine(name: str, *options: str) -> CompletedProcess[str]:
        program = [PROGRAM, "mine", "groups", str(source)]
        env = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"}
        return subprocess.run(
            [*program, "--out", str(tmp_path / name), *options],
            capture_output=True,
            text=True,
            check=False,
            env=env,
        )

    return mine


def _groups(path: Path) -> dict[str, tuple[str, str]]:
    table = parquet.read_table(path).to_pydict()
    return dict(zip(table["id"], zip(table["group"], table["role"], strict=True), strict=True))


@pytest.mark.parametrize("options", [(), ("--by", "channel")])
def test_two_workers_give_the_groups_of_one_machine(
    options: tuple[str, ...],
    master: str,
    mine: Callable[..., CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    one = mine("one.parquet", *options)
    two = mine("two.parquet", "--engine", master, *options)
    assert one.returncode == 0, one.stderr
    assert two.returncode == 0, two.stderr
    assert one.stdout.split("→")[0] == two.stdout.split("→")[0]
    found = _groups(tmp_path / "one.parquet")
    assert _groups(tmp_path / "two.parquet") == found
    assert len({group for group, _ in found.values()}) < len(found)


def test_decisions_hold_on_a_cluster_too(
    master: str, mine: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    for name, pair in (("same", "1,2"), ("apart", "3,4")):
        (tmp_path / f"{name}.csv").write_text(f"one,other\n{pair}\n")
    options = [f"--{n}={tmp_path / n}.csv" for n in ("same", "apart")]
    done = mine("out.parquet", "--engine", master, *options)
    assert done.returncode == 0, done.stderr
    group = _groups(tmp_path / "out.parquet")
    assert group["1"][0] == group["2"][0]
    assert group["3"][0] != group["4"][0]


def test_what_an_executor_finds_wrong_is_one_sentence(
    master: str, mine: Callable[..., CompletedProcess[str]]
) -> None:
    done = mine("out.parquet", "--engine", master, "--id", "service")
    assert done.returncode == 1
    assert "stands in more than one row; ids must be unique" in " ".join(done.stderr.split())


def test_a_missing_column_is_named(master: str, mine: Callable[..., CompletedProcess[str]]) -> None:
    done = mine("out.parquet", "--engine", master, "--by", "city")
    assert done.returncode == 1
    assert "there is no column 'city'; the file has: id" in " ".join(done.stderr.split())
