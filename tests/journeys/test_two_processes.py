"""What is used up or counted in one process of the server is so in the other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.journeys.people import six_digits
from tests.journeys.program import PASSWORD, Program, free_port


@pytest.fixture
def other(program: Program, tmp_path: Path) -> Iterator[Program]:
    """Give a second process of the same program, on the same data."""
    made = Program(tmp_path, free_port(), program.env)
    made.serve()
    yield made
    made.kill("serve")


class Browser(requests.Session):
    """Somebody in front of one of the processes."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program


def post(browser: Browser, path: str, **fields: str) -> requests.Response:
    """Fill a form in as a browser does, without following where it leads."""
    address = browser.program.url + path
    return send(browser, address, browser.get(address), **fields)


def send(
    browser: Browser, address: str, page: requests.Response, **fields: str
) -> requests.Response:
    hidden = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert hidden, page.text[:500]
    fields |= {"csrfmiddlewaretoken": hidden[1]}
    return browser.post(address, data=fields, allow_redirects=False)


def sign_in(program: Program, name: str, password: str = PASSWORD) -> tuple[Browser, str]:
    """Give a browser after the password, and where it was led."""
    browser = Browser(program)
    answer = post(browser, "/accounts/login/", login=name, password=password)
    return browser, answer.headers.get("Location", str(answer.status_code))


def test_row_48_a_code_opens_the_door_once_whichever_process_is_asked(
    program: Program, other: Program
) -> None:
    program.run("people", "add", "coder", "--role", "operator", "--password", PASSWORD)
    client, _way = sign_in(program, "coder")
    set_up = f"{program.url}/accounts/second-factor/totp/activate/"
    page = client.get(set_up)
    secret = re.search(r'<p class="code">([A-Z2-7]+)</p>', page.text)
    assert secret
    assert send(client, set_up, page, code=six_digits(secret[1])).status_code == 302

    code = six_digits(secret[1])
    first, way = sign_in(program, "coder")
    assert "authenticate" in way
    assert post(first, way, code=code).status_code == 302
    for one, spelled in ((other, code), (program, code), (other, f"{code[:3]} {code[3:]}")):
        again, way = sign_in(one, "coder")
        assert post(again, way, code=spelled).status_code == 200, "asked again, not let in"


def test_row_48_wrong_codes_add_up_over_processes(program: Program, other: Program) -> None:
    client, way = sign_in(program, "coder")
    second, way_two = sign_in(other, "coder")
    tries = [
        post(one, where, code="000000").text
        for one, where in [(client, way), (second, way_two)] * 6
    ]
    assert len(set(map(len, tries))) > 1, "from some try on another sentence stands there"


def test_row_49_spellings_of_one_name_share_one_lock(program: Program, other: Program) -> None:
    program.run("people", "add", "spelled", "--role", "operator", "--password", PASSWORD)
    spellings = ["spelled", "Spelled", "SPELLED", " sPelled "]
    ways = [
        sign_in(one, name, "wrong")[1]
        for name, one in zip(spellings, (program, other, program, other), strict=True)
    ]
    assert ways == ["200"] * 4
    assert sign_in(program, "sPELLED", "wrong")[1] == "429"
    assert sign_in(other, "spelled")[1] == "429"
