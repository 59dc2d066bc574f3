"""Only the ledger writes state; and a contract that finds nothing broken finds nothing at all."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.writing import writes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "jiesu"
STATE = frozenset({"WorkOrder", "Appeal", "LogEntry", "Seal", "Delivery", "Deadline"})
RELATED = frozenset({"appeals", "deadlines", "work_orders", "supported_work_orders"})
PROJECTS = frozenset({"Project", "Milestone"})
# Projects have their own steps; nothing else may write them.
KEEPERS = {PACKAGE / "casework" / "issues" / "projects.py"}
DOORS = ("web", "channels", "insight", "config")


def _elsewhere() -> list[Path]:
    ledger, old = PACKAGE / "casework" / "ledger", "migrations"
    found = (path for path in PACKAGE.rglob("*.py") if old not in path.parts)
    return [path for path in found if ledger not in path.parents]


@pytest.mark.parametrize(("models", "keepers"), [(STATE, set()), (PROJECTS, KEEPERS)])
def test_only_the_ledger_writes_state(models: frozenset[str], keepers: set[Path]) -> None:
    related = RELATED if models == STATE else frozenset({"milestones", "projects"})
    found = [
        f"{path.relative_to(ROOT)}:{line}: {call}"
        for path in _elsewhere()
        if path not in keepers
        for line, call in writes(path.read_text("utf-8"), models, related)
    ]
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        "WorkOrder.objects.filter(pk=1).update(state='completed')",
        "Deadline.objects.create(work_order=order)",
        "LogEntry.objects.all().delete()",
        "def f(order: WorkOrder) -> None:\n    order.save()",
        "def f(orders: 'list[int]', found: QuerySet[WorkOrder]) -> None:\n    found.delete()",
        "def f() -> None:\n    late = Deadline.objects.filter(pk=1)\n    late.update(met_at=None)",
        "def f(order):\n    order.deadlines.filter(stage='reply').update(met_at=None)",
        "def f(order):\n    for one in order.appeals.all():\n        one.save()",
        "Seal.objects.bulk_create([])",
        "Delivery.objects.get_or_create(log=1)",
        "[Appeal(code='x')][0].save()\nAppeal(code='x').save()",
    ],
)
def test_a_write_beside_the_ledger_is_found(bad: str) -> None:
    assert [call for _line, call in writes(bad, STATE, RELATED)]


@pytest.mark.parametrize(
    "good",
    [
        "Reply.objects.create(work_order=order, text='done')",
        "WorkOrder.objects.filter(pk=1).exists()",
        "record.apply(order, Action.SIGN, actor=actor, now=now)",
        "told.update({'unit': 1})",
        "work_order.objections.filter(decision='').update(decision='upheld')",
    ],
)
def test_what_stages_may_do_is_let_be(good: str) -> None:
    assert list(writes(good, STATE, RELATED)) == []


@pytest.mark.parametrize(
    ("where", "line", "contract"),
    [
        ("web/bad.py", "from jiesu.casework.models import Appeal", "A door asks no table"),
        ("channels/bad.py", "from jiesu.casework.models import Seal", "A door asks no table"),
        ("insight/bad.py", "import jiesu.casework.models.log", "A door asks no table"),
        ("config/bad.py", "from jiesu.casework import models", "A door asks no table"),
        ("web/bad.py", "from jiesu.casework.ledger import record", "A door changes nothing"),
        ("channels/bad.py", "from jiesu.casework.ledger import outbox", "A door changes nothing"),
        ("casework/reading/bad.py", "from jiesu.casework.stages import reply", "The folders of"),
        ("casework/ledger/bad.py", "from jiesu.casework.reading import gate", "The folders of"),
        ("casework/models/bad.py", "from jiesu.casework.ledger import record", "The folders of"),
    ],
)
def test_a_broken_import_breaks_its_contract(
    where: str, line: str, contract: str, tmp_path: Path
) -> None:
    _copy_of_the_imports(tmp_path)
    (tmp_path / "jiesu" / where).write_text(line + "\n")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )
    assert done.returncode == 1, done.stdout
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert [row for row in broken if row.startswith(contract)], done.stdout


def _copy_of_the_imports(folder: Path) -> None:
    """Write the program's packages and their contracts, every module empty."""
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for path in PACKAGE.rglob("*.py"):
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()


@pytest.mark.parametrize("room", DOORS)
def test_doors_hold_no_table_of_casework_at_run_time(room: str) -> None:
    from jiesu.casework.reading import rows

    named = [getattr(rows, name) for name in rows.__all__]
    assert not any(hasattr(one, "objects") or hasattr(one, "_meta") for one in named)
    asked = [path for path in (PACKAGE / room).rglob("*.py") if _asks_a_row(path, rows.__all__)]
    assert asked == []


def _asks_a_row(path: Path, named: list[str]) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {
        one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "jiesu.casework.reading.rows"
        for one in node.names
    }
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager"}
        and isinstance(node.value, ast.Name)
        and node.value.id in imported & set(named)
        for node in ast.walk(tree)
    )


READING = list((PACKAGE / "casework" / "reading").glob("*.py"))
# Without an actor: what only narrows or describes what the gate gave, words, and the code itself.
ACTORLESS = {
    "access.by_code",  # the tracking code is the key
    "finding.narrow",
    "finding.for_a_list",
    "finding.next_after",
    "gate.is_public",
    "gate.reader",
    "gate.units_kept_out",
    "search.find",
    "search.latest",
    "search.words",
}


@pytest.mark.parametrize("path", READING, ids=lambda path: path.stem)
def test_whatever_is_read_is_read_by_somebody(path: Path) -> None:
    functions = [
        one for one in ast.parse(path.read_text("utf-8")).body if isinstance(one, ast.FunctionDef)
    ]
    lacking = {
        f"{path.stem}.{one.name}"
        for one in functions
        if not one.name.startswith("_") and "actor" not in [a.arg for a in one.args.kwonlyargs]
    }
    assert lacking - ACTORLESS == set()
