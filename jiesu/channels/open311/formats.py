"""Answers as XML or JSON, as GeoReport v2 wants them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

from jiesu.casework.texts import only_text

XML = "xml"
JSON = "json"

# Name of a list → name of each element in it.
_SINGULAR = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


class Open311Error(Exception):
    """What is wrong with a request: an HTTP status, and one sentence for each fault."""

    def __init__(self, status: int, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.status = status
        self.sentences = sentences


def answer(root: str, content: Any, form: str, status: int = 200) -> HttpResponse:
    """Write a list or an object; values that are None are left out."""
    if form == JSON:
        body = json.dumps(_bare(content), ensure_ascii=False)
        response = HttpResponse(body, "application/json; charset=utf-8", status)
    else:
        tree = ET.tostring(_element(root, content), encoding="unicode")
        declared = f'<?xml version="1.0" encoding="utf-8"?>\n{tree}'
        response = HttpResponse(declared, "text/xml; charset=utf-8", status)
    response["Access-Control-Allow-Origin"] = "*"  # what is published here is for everybody
    return response


def refusal(error: Open311Error, form: str) -> HttpResponse:
    """Write the list of errors."""
    faults = [{"code": error.status, "description": sentence} for sentence in error.sentences]
    return answer("errors", faults, form, error.status)


def _bare(content: Any) -> Any:
    """Leave out of objects what has no value, and of texts what is no text."""
    if isinstance(content, Mapping):
        return {name: _bare(value) for name, value in content.items() if value is not None}
    if isinstance(content, list | tuple):
        return [_bare(value) for value in content]
    return only_text(content) if isinstance(content, str) else content


def _element(name: str, value: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, part) for key, part in value.items() if part is not None)
    elif isinstance(value, list | tuple):
        element.extend(_elements(name, value))
    else:
        element.text = _text(value)
    return element


def _elements(name: str, values: Iterable[Any]) -> Iterable[ET.Element]:
    return (_element(_SINGULAR[name], value) for value in values)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return only_text(str(value))  # XML forbids what a text may hold that came by another way
