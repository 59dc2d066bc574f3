"""What the program has, the documentation names."""

from pathlib import Path

from jiesu.config.environment import Environment

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_setting_is_explained() -> None:
    page = (DOCS / "reference" / "settings.md").read_text()
    rows = [
        f"| `JIESU_{name.upper()}` | {f'`{field.default}`' if str(field.default) else 'empty'} | "
        f"{field.description} |"
        for name, field in Environment.model_fields.items()
    ]
    assert [row for row in rows if row not in page] == []
    assert page.count("| `JIESU_") == len(rows), "the page explains a setting that is gone"
