"""Residents and programs at the real doors, over HTTP, each on a connection of its own."""

import json
import re
import secrets
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_KEY = re.compile(r'name="key" value="([^"]+)"')
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Said:
    """What one resident has to say: words, a place in degrees, the code of a service."""

    text: str
    lat: float | None
    lon: float | None
    service: str


@dataclass
class Tally:
    """What came of it: codes of acknowledged appeals, seconds each took, and what went wrong."""

    codes: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Door:
    """One connection to a server; `say` hands an appeal in and gives its tracking code."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._key = key
        self._cookie = ""

    def try_to_say(self, said: Said, tally: Tally) -> None:
        """Hand one appeal in and note what came of it."""
        try:
            tally.codes.append(self.say(said, tally))
        except (OSError, ValueError) as error:
            tally.errors.append(f"{type(self).__name__}: {error!r}"[:300])
            self._connection.close()

    def say(self, said: Said, tally: Tally) -> str:
        """Hand one appeal in; raises `ValueError` where it is not acknowledged."""
        raise NotImplementedError

    def _post(self, path: str, fields: dict[str, str], tally: Tally) -> tuple[HTTPResponse, str]:
        started = time.monotonic()
        answer = self._ask("POST", path, urlencode(fields))
        tally.seconds.append(time.monotonic() - started)
        return answer

    def _ask(self, method: str, path: str, body: str = "") -> tuple[HTTPResponse, str]:
        headers = _FORM | ({"Cookie": self._cookie} if self._cookie else {})
        self._connection.request(method, path, body.encode(), headers)
        response = self._connection.getresponse()
        return response, response.read().decode()


class Portal(Door):
    """A resident: opens the form, fills it in, sends it; the time is that of the sending."""

    def say(self, said: Said, tally: Tally) -> str:
        """Open the form and send it."""
        response, page = self._ask("GET", "/report/")
        if cookie := response.headers.get("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        token, key = _TOKEN.search(page), _KEY.search(page)
        if not (token and key):
            raise ValueError(f"no form: {response.status}")
        fields = {
            "csrfmiddlewaretoken": token[1],
            "key": key[1],
            "text": said.text,
            "kind": "help",
            "secrecy": "normal",
            "phone": f"139{secrets.randbelow(10**8):08}",
            "name": "某某",
        }
        if said.lat is not None:
            fields |= {"lat": str(said.lat), "lon": str(said.lon)}
        response, page = self._post("/report/", fields, tally)
        if response.status != 302:
            raise ValueError(f"{response.status}: {page[-500:]}")
        return response.headers["Location"].split("/")[2]


class Open311(Door):
    """A program with a key: one request for each appeal."""

    def say(self, said: Said, tally: Tally) -> str:
        """Post a service request."""
        place = {"address_string": "somewhere"}
        if said.lat is not None:
            place = {"lat": str(said.lat), "long": str(said.lon)}
        fields = {
            "api_key": self._key,
            "service_code": said.service,
            "description": f"{said.text} {secrets.token_hex(4)}",  # else it would be a retry
            "phone": f"139{secrets.randbelow(10**8):08}",
            **place,
        }
        response, answer = self._post("/open311/v2/requests.json", fields, tally)
        if response.status != 201:
            raise ValueError(f"{response.status}: {answer[-500:]}")
        code: str = json.loads(answer)[0]["tracking_code"]
        return code


DOORS: dict[str, type[Door]] = {"portal": Portal, "open311": Open311}
