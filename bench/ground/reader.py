"""An analyst who has signed in and reads pages, as a browser asks for them."""

import re
import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from ground.program import Program

_NAME = "bench-analyst"
_PASSWORD = "九月的 7 级台阶 bench"  # noqa: S105  (of an invented person in a database that goes)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def enrol(program: Program) -> None:
    """Give an analyst an account."""
    program.run("people", "add", _NAME, "--role", "analyst", "--password", _PASSWORD)


class Reader:
    """Reads pages of one server; where they are not given, raises `OSError`."""

    def __init__(self, port: int) -> None:
        """Sign in."""
        self._address = f"http://127.0.0.1:{port}"
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        token = _TOKEN.search(self._read("/accounts/login/"))
        assert token, "The page on which people sign in has no form."
        fields = {"csrfmiddlewaretoken": token[1], "login": _NAME, "password": _PASSWORD}
        self._read("/accounts/login/", urlencode(fields).encode())

    def read(self, path: str) -> tuple[str, float]:
        """Give a page and the seconds until the whole of it was here."""
        started = time.monotonic()
        page = self._read(path)
        return page, time.monotonic() - started

    def _read(self, path: str, form: bytes | None = None) -> str:
        with self._opener.open(self._address + path, form, timeout=120) as answer:
            if answer.url.partition("?")[0].endswith("/accounts/login/") and form:
                raise OSError("The analyst was not let in.")
            text: str = answer.read().decode()
            return text
