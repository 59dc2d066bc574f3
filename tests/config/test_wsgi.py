"""Who calls, as seen behind a proxy: asked of the application itself, in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import io, json, sys
from wsgiref.util import setup_testing_defaults
from jiesu.config import wsgi

def status(headers):
    answer = []
    scope = {"PATH_INFO": "/nowhere", "HTTP_HOST": "localhost", "REMOTE_ADDR": "10.0.0.9"} | headers
    setup_testing_defaults(scope)
    list(wsgi.application(scope, lambda line, _: answer.append(line)))
    return int(answer[0].split()[0]), scope["REMOTE_ADDR"]

said = {"HTTP_X_FORWARDED_FOR": "192.0.2.7", "HTTP_X_FORWARDED_PROTO": "https"}
print(json.dumps(status(said)))
"""
MOVED, NOT_FOUND = 301, 404


@pytest.mark.parametrize(
    ("proxies", "status", "caller"),
    [("10.0.0.9", NOT_FOUND, "192.0.2.7"), ("", MOVED, "10.0.0.9")],
    ids=["a proxy we know", "a stranger who says he is one"],
)
def test_only_known_proxies_are_believed(proxies: str, status: int, caller: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"JIESU_PROXIES": proxies, "JIESU_SECURE": "true"},
        capture_output=True,
        check=True,
    )
    assert json.loads(said.stdout) == [status, caller]
