"""Who somebody is stays sealed, can be found, and every look is written down."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from cryptography.exceptions import InvalidTag
from django.db import connection

from jiesu.casework.errors import InvalidError, RefusedError
from jiesu.casework.identity import vault, verb
from jiesu.casework.models import Appeal, Identity, ViewLog
from jiesu.casework.reading import access
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
PERSON = {"name": "王芳", "phone": "+86 138-0013-8000", "email": "Wang@example.org"}


def test_nothing_readable_lies_in_the_database(receive: Receive) -> None:
    receive(**PERSON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM casework_identity")
        row = cursor.fetchone()
    stored = b"".join(
        bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row
    )
    for secret in ("王芳", "13800138000", "138-0013", "example.org"):
        assert secret.encode() not in stored


def test_a_caller_is_found_however_the_number_is_written(receive: Receive, city: "City") -> None:
    appeal = receive(**PERSON)
    receive(phone="13900139000")
    operator = city.staff(Role.OPERATOR)
    assert access.earlier_appeals("138 0013 8000", actor=operator) == [appeal]
    assert access.earlier_appeals("", actor=operator) == []


def test_a_look_needs_a_duty_and_a_reason_and_is_written_down(
    receive: Receive, city: "City", now: datetime
) -> None:
    appeal = receive(**PERSON)
    operator = city.staff(Role.OPERATOR)
    with pytest.raises(InvalidError):
        access.identity(appeal, actor=operator, now=now, reason=" ")
    with pytest.raises(RefusedError):
        access.identity(appeal, actor=city.staff(Role.ANALYST), now=now, reason="好奇")
    assert not ViewLog.objects.exists()
    assert access.identity(appeal, actor=operator, now=now, reason="核对地址").name == "王芳"
    assert ViewLog.objects.get().reason == "核对地址"


def test_who_stays_anonymous_or_reports_wrongdoing_is_not_known_to_units(
    receive: Receive, city: "City"
) -> None:
    nobody = receive(**PERSON, secrecy="anonymous")
    assert nobody.identity is None
    assert nobody.appellant_key == ""
    reporter = receive(**PERSON, kind="whistleblow_report")
    assert reporter.secrecy == "confidential"
    reporter.work_order.lead_unit = city.office
    assert not access.may_reveal(reporter, actor=city.staff(Role.HANDLER))
    assert access.may_reveal(reporter, actor=city.staff(Role.FOLLOW_UP))


@pytest.mark.django_db
def test_old_seals_open_after_a_rotation_and_forged_ones_do_not(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    old = vault.AesGcmCipher(path)
    sealed = old.seal(b"secret", b"phone")
    name = vault.rotate(path)
    new = vault.AesGcmCipher(path)
    assert new.open(sealed, b"phone") == b"secret"
    assert new.seal(b"secret", b"phone")[:9] == b"\x08" + name.encode() != sealed[:9]
    assert old.open(new.seal(b"secret", b"phone"), b"phone") == b"secret", "a running server"
    assert new.blind_index("1", "phone") == old.blind_index("1", "phone")
    with pytest.raises(InvalidTag):
        new.open(sealed, b"email")
    with pytest.raises(InvalidTag):
        new.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), b"phone")
    assert path.stat().st_mode & 0o077 == 0


def test_identities_are_sealed_each_with_its_own_nonce(receive: Receive) -> None:
    receive(**PERSON)
    receive(**PERSON)
    first, second = Identity.objects.order_by("pk")
    assert bytes(first.phone) != bytes(second.phone)
    assert first.phone_index == second.phone_index


def test_an_operator_rotates_the_keys_and_identities_stay_readable(
    receive: Receive, settings: Any, tmp_path: Path
) -> None:
    settings.VAULT_KEYS = tmp_path / "keys.json"
    vault.cipher.cache_clear()
    before = receive(**PERSON).identity
    said = CliRunner().invoke(verb.command, ["rotate"])
    name = json.loads(settings.VAULT_KEYS.read_text("utf-8"))["current"]
    assert f"key {name}" in said.output
    after = receive(**PERSON).identity
    assert before is not None
    assert after is not None
    assert bytes(after.phone)[1:9] == name.encode() != bytes(before.phone)[1:9]
    assert vault.unseal(before) == vault.unseal(after)
    vault.cipher.cache_clear()
