"""Identities under seal: AES-256-GCM field by field, keys with ids, blind indexes to find them.

Sealed bytes are: length of the key id (1 byte), key id, nonce (12 bytes), ciphertext and tag.
"""

import base64
import contextlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from jiesu.casework.identity import phones
from jiesu.casework.models import Identity

_NONCE = 12


class Cipher(Protocol):
    """What a provider of seals must do; `context` binds a sealed value to its field."""

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt and authenticate."""

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt, or raise where the bytes or the context are not those sealed."""

    def blind_index(self, value: str, purpose: str) -> str:
        """Give the same 64 hexadecimal digits for the same value, telling nothing about it."""


class AesGcmCipher:
    """AES-256-GCM with keys from a file; the newest key seals, all keys open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read()

    def _read(self) -> None:
        ring = json.loads(_key_file(self._path))
        self._current: str = ring["current"]
        self._keys = {name: base64.b64decode(key) for name, key in ring["keys"].items()}
        self._index_key = base64.b64decode(ring["index_key"])

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt under the newest key."""
        nonce = secrets.token_bytes(_NONCE)
        name = self._current.encode()
        sealed = AESGCM(self._keys[self._current]).encrypt(nonce, plain, context)
        return bytes([len(name)]) + name + nonce + sealed

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt under the key named in the bytes."""
        start = 1 + sealed[0]
        name = sealed[1:start].decode()
        if name not in self._keys:  # another process has rotated the keys since
            self._read()
        return AESGCM(self._keys[name]).decrypt(
            sealed[start : start + _NONCE], sealed[start + _NONCE :], context
        )

    def blind_index(self, value: str, purpose: str) -> str:
        """Give the HMAC-SHA-256 of the value for one purpose."""
        return hmac.new(self._index_key, f"{purpose}:{value}".encode(), "sha256").hexdigest()


class KeysMissingError(Exception):
    """There are sealed identities, and the keys that open them are not where they belong."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{path} is missing, and there are identities sealed under its keys. Put the file "
                "back from where it is kept; under new keys they could never be opened again."
            ).format(path=path)
        )


def check(path: Path) -> None:
    """Raise `KeysMissingError` where new keys would be made beside what old ones have sealed."""
    if not path.exists() and Identity.objects.exists():
        raise KeysMissingError(path)


def _key_file(path: Path) -> str:
    """Read the key ring, making it at first use for the owner alone; see `check`."""
    if not path.exists():
        check(path)
        name = _new_name()
        ring = {"current": name, "keys": {name: _new_key()}, "index_key": _new_key()}
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(ring))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text("utf-8")


def rotate(path: Path) -> str:
    """Add a new key that seals from now on; give its name. Old keys go on opening."""
    ring = json.loads(_key_file(path))
    ring["current"] = _new_name()
    ring["keys"][ring["current"]] = _new_key()
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(ring))
    fresh.replace(path)
    cipher.cache_clear()
    return str(ring["current"])


def _new_name() -> str:
    """Draw the name of a key: no two rings have one in common, so none opens with a wrong key."""
    return secrets.token_hex(4)


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@cache
def cipher() -> Cipher:
    """Give the cipher that the settings name."""
    provider: Cipher = import_string(settings.VAULT_CIPHER)(settings.VAULT_KEYS)
    return provider


@dataclass(frozen=True)
class Contact:
    """Who somebody is and how to reach them, in the open; lives only as long as it is needed."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def keep(contact: Contact, *, now: datetime) -> Identity | None:
    """Seal a contact; None where there is nothing to seal."""
    if not contact:
        return None
    sealed = {
        field.name: _seal(field.name, getattr(contact, field.name)) for field in fields(contact)
    }
    return Identity.objects.create(
        **sealed,
        phone_index=index("phone", phones.digits_of(contact.phone)),
        email_index=index("email", contact.email.strip().lower()),
        created_at=now,
    )


def unseal(identity: Identity) -> Contact:
    """Open a contact; only `access` calls this, after it has logged the view."""
    return Contact(**{f.name: _open(f.name, getattr(identity, f.name)) for f in fields(Contact)})


def index(purpose: str, value: str) -> str:
    """Give the blind index of a value, "" for an empty one."""
    return cipher().blind_index(value, purpose) if value else ""


def _seal(field: str, value: str) -> bytes:
    return cipher().seal(value.encode(), field.encode()) if value else b""


def _open(field: str, sealed: bytes) -> str:
    return cipher().open(bytes(sealed), field.encode()).decode() if sealed else ""
