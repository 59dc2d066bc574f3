"""What the program has, the documentation says."""

import re
from pathlib import Path

import pytest

from script import _reference

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db  # a verb sets an empty database up before it gives its help
@pytest.mark.parametrize("name", sorted(_reference.PAGES))
def test_a_reference_page_says_what_the_program_has(name: str) -> None:
    page = (ROOT / "docs" / "reference" / name).read_text("utf-8")
    assert page == _reference.PAGES[name](), "run script/reference and read what changed"


def test_every_analysis_states_its_question() -> None:
    folders = [path.parent for path in (ROOT / "jiesu/insight/analyses").glob("*/__init__.py")]
    assert folders
    assert [folder.name for folder in folders if not (folder / "README.md").exists()] == []


def test_every_channel_has_a_readme() -> None:
    folders = [path.parent for path in (ROOT / "jiesu/channels").glob("*/channel.py")]
    assert [folder.name for folder in folders if not (folder / "README.md").exists()] == []


def test_every_fact_that_code_cites_is_told() -> None:
    page = (ROOT / "docs" / "reference" / "facts.md").read_text("utf-8")
    told = set(re.findall(r"^\| (F\d+\.\d+) \|", page, re.MULTILINE))
    code = (path.read_text("utf-8") for path in (ROOT / "jiesu").rglob("*.py"))
    cited = {fact for text in code for fact in re.findall(r"\bF\d+\.\d+\b", text)}
    assert cited - told == set()
