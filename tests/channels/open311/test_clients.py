"""Programs of others, and the shapes the standard prescribes."""

from collections.abc import Callable
from typing import Any

import georeport
import jsonschema
import pytest
import requests as http
from pytest_django.live_server_helper import LiveServer

from jiesu.casework.models import Appeal

_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}

SERVICES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_code", "service_name", "description", "metadata", "type", "group"],
        "properties": {
            "service_code": _TEXT,
            "service_name": _TEXT,
            "description": _TEXT,
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": _TEXT,
            "group": _TEXT,
        },
    },
}
DEFINITION = {
    "type": "object",
    "required": ["service_code", "attributes"],
    "properties": {
        "service_code": _TEXT,
        "attributes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["variable", "code", "datatype", "required", "order", "description"],
                "properties": {
                    "variable": {"type": "boolean"},
                    "code": _TEXT,
                    "datatype": {
                        "enum": [
                            "string",
                            "number",
                            "datetime",
                            "text",
                            "singlevaluelist",
                            "multivaluelist",
                        ]
                    },
                    "required": {"type": "boolean"},
                    "datatype_description": {"type": "string", "minLength": 1},
                    "order": {"type": "integer"},
                    "description": {"type": "string", "minLength": 1},
                    "values": {
                        "type": "array",
                        "items": {"type": "object", "required": ["key", "name"]},
                    },
                },
            },
        },
    },
}
REQUESTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_request_id", "status", "service_code", "requested_datetime"],
        "additionalProperties": False,
        "properties": {
            "service_request_id": _TEXT,
            "status": {"enum": ["open", "closed"]},
            "status_notes": _TEXT,
            "service_name": _TEXT,
            "service_code": _TEXT,
            "description": {"type": "string", "maxLength": 4000},
            "agency_responsible": _TEXT,
            "requested_datetime": _MOMENT,
            "updated_datetime": _MOMENT,
            "expected_datetime": _MOMENT,
            "address": _TEXT,
            "lat": {"type": "number"},
            "long": {"type": "number"},
        },
    },
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_client_georeport_reads_everything(
    form: str, live_server: LiveServer, receive: Callable[..., Appeal]
) -> None:
    number = receive().first_work_order.number
    client = georeport.GeoReport(f"{live_server.url}/open311/v2", output_format=form)
    services, requests = client.get_service_list(), client.get_service_requests()
    if form == "json":  # out of XML the client gives an only element without its list
        (services,), (requests,) = services, requests
    definition = client.get_service_definition("lights")
    assert services["service_code"] == definition["service_code"] == "lights"
    one = client.get_service_request(number)
    assert requests["service_request_id"] == one["service_request_id"] == number


@pytest.mark.django_db(transaction=True)
def test_answers_have_the_shapes_of_the_standard(
    live_server: LiveServer, receive: Callable[..., Appeal]
) -> None:
    receive()
    receive(service_code="")

    def read(path: str) -> Any:
        return http.get(f"{live_server.url}/open311/v2/{path}.json", timeout=10).json()

    jsonschema.validate(read("services"), SERVICES)
    jsonschema.validate(read("services/lights"), DEFINITION)
    jsonschema.validate(read("requests"), REQUESTS)
