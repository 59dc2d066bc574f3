"""Keeps the names of things by language, in one column, so that a third language is data."""

from typing import Any

from django.db import migrations, models

_NAMED = ("Area", "Service", "Unit", "CalendarDay")
_LANGUAGES = {"name_zh": "zh-hans", "name_en": "en"}
_AT_ONCE = 500


def _gather(apps: Any, _schema: Any) -> None:
    for kind in _NAMED:
        _write(apps.get_model("directory", kind), ["names"], _gathered)


def _gathered(row: Any) -> None:
    found = {language: getattr(row, column) for column, language in _LANGUAGES.items()}
    row.names = {language: name for language, name in found.items() if name}


def _scatter(apps: Any, _schema: Any) -> None:
    for kind in _NAMED:
        _write(apps.get_model("directory", kind), list(_LANGUAGES), _scattered)


def _scattered(row: Any) -> None:
    for column, language in _LANGUAGES.items():
        setattr(row, column, row.names.get(language, ""))


def _write(model: Any, columns: list[str], change: Any) -> None:
    """Change every row, so many at once; outlines of areas stay where they are."""
    rows = []
    for row in model.objects.only("pk", "names", *_LANGUAGES).iterator(_AT_ONCE):
        change(row)
        rows.append(row)
    model.objects.bulk_update(rows, columns, batch_size=_AT_ONCE)


class Migration(migrations.Migration):
    """Moves `name_zh` and `name_en` into `names`, and back."""

    dependencies = [("directory", "0002_changes")]

    operations = [
        *[
            migrations.AddField(kind, "names", models.JSONField(blank=True, default=dict))
            for kind in ("area", "service", "unit", "calendarday")
        ],
        migrations.RunPython(_gather, _scatter),
        *[
            migrations.AlterField(
                kind, column, models.CharField(blank=True, default="", max_length=200)
            )
            for kind in ("area", "service", "unit", "calendarday")
            for column in _LANGUAGES
        ],
        *[
            migrations.RemoveField(kind, column)
            for kind in ("area", "service", "unit", "calendarday")
            for column in _LANGUAGES
        ],
    ]
