"""A base that an earlier version wrote is brought up to date, and every hash of it still holds."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone, translation
from pytest_django.plugin import DjangoDbBlocker

from jiesu.casework.issues import projects
from jiesu.casework.ledger import triggers
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, LogEntry, Project, Suggestion, ViewLog
from jiesu.config.cli import main
from jiesu.directory.models import Person
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
from tests.casework.ledger import earlier

WRITTEN = "682 entries, 2 seals"  # one more for each project, which goes on alone
FLIP = "UPDATE casework_logentry SET event = 'appeal.receivee' WHERE id = 100"
BACK = "UPDATE casework_logentry SET event = 'appeal.received' WHERE id = 100"


def jiesu(*words: str) -> Result:
    """Call the program as an operator does."""
    return CliRunner().invoke(main, words)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the name of a database of the engine under test in which nothing is yet."""
    if connection.vendor == "sqlite":
        yield str(tmp_path_factory.mktemp("earlier") / "jiesu.sqlite3")
        return
    name = f"earlier_{os.getpid()}"
    with psycopg.connect(os.environ["JIESU_DATABASE"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # our own name
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]  # as above


@pytest.fixture(scope="module", autouse=True)
def upgraded(
    empty: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let the program work in a base of an earlier version that it has brought up to date."""
    used = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = empty
        earlier.load()
        early = jiesu("verify")
        assert (early.exit_code, "jiesu migrate" in early.output) == (1, True), early.output
        assert jiesu("migrate").exit_code == 0
        yield
        connection.close()
        connection.settings_dict["NAME"] = used


def by_force(*statements: str) -> None:
    """Do what an intruder with the database password would do."""
    with connection.cursor() as cursor:
        vendor = connection.vendor
        for one in (*triggers.not_append_only(vendor), *statements, *triggers.append_only(vendor)):
            cursor.execute(one)


def test_every_hash_of_an_earlier_version_still_holds() -> None:
    said = jiesu("verify")
    assert (said.exit_code, WRITTEN in said.output) == (0, True), said.output


def test_one_flipped_byte_is_found() -> None:
    by_force(FLIP)
    said = jiesu("verify")
    assert said.exit_code == 1
    assert "content changed" in said.output
    by_force(BACK)
    assert jiesu("verify").exit_code == 0


def test_the_log_is_append_only_as_before() -> None:
    for statement in (FLIP, "DELETE FROM casework_logentry WHERE id = 100"):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_was_proposed_is_kept_and_an_alternative_is_no_longer_called_corrected() -> None:
    rows = Suggestion.objects.values_list("value", "place", "verdict", "reasons", "decided_value")
    assert len(rows) == 47
    assert list(rows.filter(work_order=80, subject="unit").order_by("place")) == [
        ("office", 1, "accepted", {"rule": "清单"}, "office"),
        ("bureau", 2, "not_taken", {}, "office"),
    ]


def test_each_project_goes_on_where_its_earlier_steps_are_named() -> None:
    for project in Project.objects.all():
        [moved] = lines_of(project)
        assert moved.event == "project.moved"
        earlier = LogEntry.objects.get(
            chain="work_order", thing_id=moved.payload["work_order"], seq=moved.payload["step"]
        )
        assert earlier.payload["project"] == project.pk
    ended = Project.objects.filter(state="ended").values_list("ended_on", flat=True)
    assert (len(ended), None in ended) == (1, False)


def test_a_project_of_an_earlier_version_takes_its_next_step_alone() -> None:
    project = Project.objects.filter(state="open")[0]
    keeper = Person.objects.get(username="a-analyst")
    analyst = Actor("staff", frozenset({(Role.ANALYST, None)}), person_id=keeper.pk)
    with transaction.atomic():
        projects.end(project, actor=analyst, now=timezone.now())
        assert [one.event for one in lines_of(project)] == ["project.moved", "project.ended"]
        assert jiesu("verify").exit_code == 0
        transaction.set_rollback(True)


def test_every_look_at_an_identity_is_kept() -> None:
    looks = ViewLog.objects.values_list("chain", "thing_id")
    assert len(looks) == 5
    assert {chain for chain, _thing in looks} == {"appeal"}
    assert Appeal.objects.filter(pk__in=[thing for _chain, thing in looks]).count() == 5


@pytest.mark.parametrize(
    ("language", "sentence"), [("zh-hans", "数据库不能退回旧版本"), ("en", "cannot be taken back")]
)
def test_the_way_back_is_refused_with_a_sentence(
    language: str, sentence: str, settings: LazySettings
) -> None:
    settings.LANGUAGE_CODE = language
    with pytest.raises(CommandError, match=sentence):
        call_command("migrate", "casework", "0009_projects", verbosity=0)
    assert jiesu("verify").exit_code == 0


@pytest.mark.parametrize("verb", ["serve", "work", "migrate", "verify"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh-hans", "数据库由更新版本的接诉写成"), ("en", "newer version of Jiesu")],
)
def test_an_older_program_refuses_a_newer_base(
    verb: str, language: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("granian.Granian", None)
    recorder = MigrationRecorder(connection)
    recorder.record_applied("casework", "0999_of_tomorrow")
    with translation.override(language):
        said = jiesu(verb)
    recorder.record_unapplied("casework", "0999_of_tomorrow")
    assert said.exit_code == 1
    assert sentence in said.output
    assert "casework.0999_of_tomorrow" in said.output
    assert isinstance(said.exception, SystemExit)
