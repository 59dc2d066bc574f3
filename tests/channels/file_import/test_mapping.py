from pathlib import Path

import pytest

from jiesu.channels.file_import.formats.tables import UnreadableError
from jiesu.channels.file_import.loading import load_mapping, shipped_names

MINIMAL = """
about = "A test"
source = "test"
zone = "Asia/Shanghai"
id = { column = "ID" }
text = { column = "text" }
said_at = { column = "time" }
state = { constant = "completed" }
"""


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_mapping_loads(name: str) -> None:
    assert load_mapping(name).columns


def test_the_sets_of_the_first_release_are_shipped() -> None:
    assert {
        "smart-government-messages",
        "smart-government-replies",
        "nyc-311",
        "boston-311",
        "chicago-311",
        "seeclickfix",
    } <= set(shipped_names())


def test_columns_are_folded(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL)
    assert load_mapping(str(path)).columns == {"id", "text", "time"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("about =", "is no TOML"),
        (MINIMAL.replace("Asia/Shanghai", "Asia/Nowhere"), "zone"),
        (MINIMAL + 'colour = { constant = "red" }\n', "colour"),
        (MINIMAL.replace('id = { column = "ID" }', ""), "give id, or key"),
        (MINIMAL.replace('{ column = "text" }', "{}"), "exactly one of"),
        (MINIMAL + 'file = { encoding = "morse" }\n', "encoding"),
    ],
)
def test_a_wrong_mapping_is_told_where(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(UnreadableError, match=why):
        load_mapping(str(path))


def test_an_unknown_mapping_names_those_that_there_are() -> None:
    with pytest.raises(UnreadableError, match="boston-311"):
        load_mapping("atlantis-311")
