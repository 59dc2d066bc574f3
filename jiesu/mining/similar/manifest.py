"""What an index in a folder consists of: one file that names the segments that count."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = 1
MANIFEST = "index.json"


@dataclass(frozen=True)
class Manifest:
    """What counts; `read` is whatever the keeper wants to know again."""

    version: int
    language: str
    learned: int  # rows the language was learned from
    segments: tuple[str, ...]
    read: Any
    made: int = 0  # files so far, so that no name comes twice


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest; None where there is no index, or one of another version."""
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        found = Manifest(**{**told, "segments": tuple(told["segments"])})
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None
    return found if found.version == VERSION else None


def forget(folder: Path) -> None:
    """Let the next keeper begin anew; readers have no index until it has."""
    (folder / MANIFEST).unlink(missing_ok=True)
