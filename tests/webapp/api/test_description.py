"""The description of the API is valid, complete, and true of what is answered."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from tests.webapp.api.conftest import CALL, Machine


@pytest.fixture
def described(machine: Machine) -> dict[str, Any]:
    document: dict[str, Any] = machine.client.get("/api/v1/openapi.json").get_json()
    return document


def schema(described: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator({**described, "$ref": f"#/components/schemas/{name}"})


def test_it_is_openapi(described: dict[str, Any]) -> None:
    """Version 3.1, by a validator that is not ours."""
    assert described["openapi"] == "3.1.0"
    validate(described)  # type: ignore[arg-type]  # the validator takes any mapping


def test_it_names_every_address_and_no_other(described: dict[str, Any], make_app: Callable[..., Flask]) -> None:
    """Each route of the API with its methods."""
    routes = {(re.sub("<([a-z]+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
              for rule in make_app().url_map.iter_rules() if rule.endpoint.startswith("api.")
              for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}  # fmt: skip
    assert routes == {(path, method) for path, item in described["paths"].items() for method in item if method != "parameters"}


def test_answers_are_as_described(described: dict[str, Any], machine: Machine) -> None:
    """Status and body of good, mixed and refused requests."""
    allowed = described["paths"]["/calls"]["post"]["responses"]

    def holds(response: TestResponse, name: str) -> None:
        assert str(response.status_code) in allowed
        assert response.mimetype in allowed[str(response.status_code)]["content"]
        schema(described, name).validate(response.get_json())

    holds(machine.sends(CALL), "Answer")
    holds(machine.sends([CALL, {}]), "Answer")
    holds(machine.sends([{}]), "Problem")
    holds(machine.sends(b"{"), "Problem")
    machine.key = "0" * 64
    holds(machine.sends(CALL), "Problem")


@pytest.mark.parametrize(("call", "fits"), [
    (CALL, True), ({**CALL, "handle_s": -1}, False), ({**CALL, "phone": "1"}, False), ({"source_call_id": "c1", "handle_s": 1}, False),
    ({**CALL, "keys": {"fax": "1"}}, False),
    ({"source_call_id": "c1", "started_at": "2026-11-22T11:00:00Z", "ended_at": "2026-11-22T11:01:00Z"}, True),
])  # fmt: skip
def test_what_it_says_of_a_call_is_what_is_taken(described: dict[str, Any], machine: Machine, call: dict[str, Any], fits: bool) -> None:
    """The schema and the program agree."""
    assert schema(described, "Call").is_valid(call) == fits
    assert (machine.sends(call).status_code == 200) == fits
