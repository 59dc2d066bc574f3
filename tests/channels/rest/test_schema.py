"""Whatever the description allows is answered as the description says, and never with an error."""

from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jiesu.casework.models import Appeal
from jiesu.config.wsgi import application
from jiesu.directory.models import Person
from jiesu.rules.roles import Role

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's own connection open after a request, as Django's test client does."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_answers_are_as_described(
    operation: schemathesis.APIOperation,
    receive: Callable[..., Appeal],
    key: Callable[..., str],
    staff: Callable[..., Person],
) -> None:
    appeal = receive()
    bearer = key("rest", staff(Role.OPERATOR, Role.FOLLOW_UP))
    known = {"number": appeal.work_order_id, "code": appeal.code, "appeal": appeal.pk}

    @settings(
        max_examples=8,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case: schemathesis.Case) -> None:
        for name in known.keys() & (case.path_parameters or {}).keys():
            case.path_parameters[name] = known[name]
        case.call_and_validate(checks=CHECKS, headers={"authorization": f"Bearer {bearer}"})

    holds()
