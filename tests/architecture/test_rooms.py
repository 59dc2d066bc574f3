"""The shape of the house: rooms, lengths, names, clocks."""

import importlib.util
import re
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "jiesu"
SOURCES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
WRITTEN = [
    path
    for folder in ("jiesu", "tests", "script", "bench", "docs")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".js", ".css", ".md", ".toml", ""}
    and path.is_file()
    and not {"vendor", "_build", "__pycache__", "migrations"} & set(path.parts)
]
LONGEST = 400
CLOCKLESS = ["rules", "mining", "casework", "insight"]
CLOCK = re.compile(
    r"\b(?:timezone\.now|datetime\.now|datetime\.utcnow|datetime\.today|date\.today"
    r"|localdate|localtime|time\.time|time_ns)\(\s*\)"
)
# Words that say nothing of what a file is about; `services` is Django folklore for the same.
EMPTY_NAMES = {
    "utils",
    "util",
    "common",
    "core",
    "helpers",
    "helper",
    "misc",
    "services",
    "base_utils",
}


def lines_of(path: Path) -> list[tuple[int, str]]:
    return list(enumerate(path.read_text("utf-8").splitlines(), start=1))


def offenders(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in lines_of(path)
        if pattern.search(line)
    ]


def test_rooms_import_only_what_lies_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    configure()
    assert lint_imports(is_debug_mode=True, cache_dir=None), "run lint-imports to see the import"


def test_no_file_is_longer_than_a_person_reads() -> None:
    by_hand = [path for path in WRITTEN if "Written by script/" not in path.read_text("utf-8")[:40]]
    long = {str(path.relative_to(ROOT)): len(lines_of(path)) for path in by_hand}
    assert {name: length for name, length in long.items() if length > LONGEST} == {}


def test_no_room_has_an_empty_name() -> None:
    modules = [path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py")]
    assert [module for module in modules if EMPTY_NAMES.intersection(module.parts)] == []


def test_files_are_read_in_a_named_encoding() -> None:
    assert offenders(SOURCES, re.compile(r"\.read_text\(\)")) == []


def test_exceptions_to_a_rule_name_the_rule_and_the_reason() -> None:
    bare = re.compile(r"# noqa(?!: [A-Z]+\d+)|# type: ignore(?!\[)")
    unexplained = re.compile(r"# noqa: [A-Z0-9, ]+$|# type: ignore\[[^\]]*\]$")
    assert offenders(SOURCES, bare) == []
    assert offenders(SOURCES, unexplained) == []


def test_only_the_edge_reads_the_clock() -> None:
    inside = [path for path in SOURCES if path.relative_to(PACKAGE).parts[0] in CLOCKLESS]
    assert offenders(inside, CLOCK) == []


IMPORT = re.compile(r"^\s*from (jiesu[\w.]*) import ([\w, ]+)$")


def missing(module: str, name: str) -> bool:
    try:
        return not hasattr(importlib.import_module(module), name) and not importlib.util.find_spec(
            f"{module}.{name}"
        )
    except ModuleNotFoundError:
        return True


def test_programs_kept_as_text_import_what_exists() -> None:
    """Programs within strings and documentation: no type checker sees them when a module moves."""
    dangling = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in WRITTEN
        if path.suffix in {".py", ".md"}
        for number, line in lines_of(path)
        if (found := IMPORT.match(line))
        if any(missing(found[1], name.split()[0]) for name in found[2].split(","))
    ]
    assert not dangling
