"""Checks that every text of the program has a Chinese translation and none is stale or doubtful."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "jiesu"
LANGUAGE = "zh_Hans"
READ = {".py", ".html", ".txt", ".xml"}
Key = tuple[str | None, str]

MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label)\s*=\s*["']([^"'{]*)["']""")
WORDS = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
BRACKETS = {"blocktranslate", "blocktrans", "comment", "verbatim"}


def in_sources() -> dict[Key, str]:
    """Give every message that makemessages finds, with the place of its first use."""
    with tempfile.TemporaryDirectory() as folder:
        for path in PACKAGE.rglob("*"):
            if path.suffix in READ and "migrations" not in path.parts:
                copy = Path(folder, path.relative_to(ROOT))
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, copy)
        Path(folder, "locale").mkdir()
        extensions = ",".join(suffix.lstrip(".") for suffix in READ)
        command = ["makemessages", "--locale", LANGUAGE, "--extension", extensions]
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=folder,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        made = Path(folder, "locale", LANGUAGE, "LC_MESSAGES", "django.po")
        entries = polib.pofile(str(made)) if made.exists() else []
        return {_key(e): ":".join(e.occurrences[0]) for e in entries if e.occurrences}


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def missing_and_stale(used: dict[Key, str]) -> Iterator[str]:
    """Compare the translation files of all rooms, which the program reads as one, with `used`."""
    told: dict[Key, str] = {}
    for path in sorted(PACKAGE.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.po")):
        name = path.relative_to(ROOT)
        for entry in polib.pofile(str(path)):
            text = entry.msgstr or "|".join(entry.msgstr_plural.values())
            if entry.obsolete or _key(entry) not in used:
                yield f"{name}: {entry.msgid!r} is used nowhere; remove it"
            elif entry.fuzzy or not text:
                yield f"{name}: {entry.msgid!r} is fuzzy or empty; translate it"
            elif (other := told.setdefault(_key(entry), text)) != text:
                yield f"{name}: {entry.msgid!r} is {text!r} here and {other!r} elsewhere"
    for key, place in used.items():
        if key not in told:
            yield f"{place}: {key[1]!r} has no Chinese translation"


def outside_translation() -> Iterator[str]:
    """Find words in a template that no `translate` tag surrounds."""
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        bracket, text = "", []
        for token in Lexer(path.read_text("utf-8")).tokenize():
            word = token.contents.split()[0] if token.contents.split() else ""
            if token.token_type is TokenType.BLOCK and word in BRACKETS:
                bracket = word
            elif token.token_type is TokenType.BLOCK and word == f"end{bracket}":
                bracket = ""
            elif token.token_type is TokenType.TEXT and not bracket:
                text.append(token.contents)
            elif token.token_type is not TokenType.TEXT:
                text.append("{}")
        page = "".join(text)
        for spoken in [MARKUP.sub(" ", page), *SPOKEN.findall(page)]:
            for line in spoken.splitlines():
                if WORDS.search(line.replace("Jiesu", "")):
                    yield f"{path.relative_to(ROOT)}: {line.strip()!r} is in no translate tag"


def main() -> int:
    """Print a line per finding; the number of lines decides."""
    findings = [*missing_and_stale(in_sources()), *outside_translation()]
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
