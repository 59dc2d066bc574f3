"""Finds functions and classes that nothing in the program names: no code, template or setting."""

import re
import sys
from pathlib import Path

from vulture import Vulture

PACKAGE = Path("jiesu")
KINDS = {"function", "method", "property", "class", "import", "unreachable_code"}
# Called by name by what they are made for: Django, allauth, click, pydantic.
BY_NAME = [
    "Meta",
    "*Config",
    "ready",
    "clean",
    "clean_*",
    "get_*",
    "list_commands",
    "format_commands",
    "process_*",
    "is_open_for_signup",
    "can_delete_authenticator",
    "pre_authenticate",
    "receive_data_chunk",
    "file_complete",
    "handle_raw_input",
    "parse_body",
    "authenticate",
    "prepare_value",
    "valid_value",
    "probabilities",  # offered to who uses the mathematics alone
    "not_append_only",  # by which tests tamper with the log, as an intruder would
]
BY_DECORATOR = [
    "@*.command*",
    "@register.*",
    "@*.get",
    "@*.post",
    "@*validator",
    "@*exception_handler",
]
STRING = re.compile(r"""["']([\w.:-]*)["']""")


def named_elsewhere() -> set[str]:
    """Give each word of the templates and each dotted name in a string of the sources."""
    words: set[str] = set()
    for path in PACKAGE.rglob("*.html"):
        words.update(re.findall(r"\w+", path.read_text("utf-8")))
    for path in [*PACKAGE.rglob("*.py"), Path("pyproject.toml")]:
        for name in STRING.findall(path.read_text("utf-8")):
            words.update(re.split(r"\W", name))
    return words


def main() -> int:
    """Print a line per finding."""
    vulture = Vulture(ignore_names=BY_NAME, ignore_decorators=BY_DECORATOR)
    vulture.scavenge([str(PACKAGE)])
    named = named_elsewhere()
    unused = [
        item
        for item in vulture.get_unused_code()
        if item.typ in KINDS and item.name not in named and "migrations" not in item.filename.parts
    ]
    for item in unused:
        print(f"{item.filename}:{item.first_lineno}: {item.typ} {item.name!r} is used nowhere")
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main())
