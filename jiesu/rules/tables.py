"""Every life that the log knows, by the name of its chain."""

from collections.abc import Mapping
from typing import Any

from jiesu.rules import lifecycle, project_life
from jiesu.rules.steps import Table

TABLES: Mapping[str, Table[Any, Any]] = {
    "work_order": lifecycle.TABLE,
    "project": project_life.TABLE,
}
