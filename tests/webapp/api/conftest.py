"""A source that signs what it sends to a real app."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnostics.service.services import Services
from diagnostics.service.signing import signature
from tests.webapp.conftest import Clock

CALL: dict[str, Any] = {
    "source_call_id": "c1", "started_at": "2026-11-22T12:00:00+01:00", "handle_s": 300, "product": "Router", "reason": "no light",
    "keys": {"phone": "+49 30 1234567", "service_tag": "7abc-12x"},
}  # fmt: skip


@dataclass
class Machine:
    """A telephone system. `key` and `ahead` (seconds) may be wrong on purpose."""

    client: FlaskClient
    key: str
    clock: Clock
    source: str = "acd"
    ahead: float = 0
    headers: dict[str, str] = field(default_factory=dict)

    def sends(self, body: Any, path: str = "/api/v1/calls", **headers: str) -> TestResponse:
        """A body as it is, or as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        now = self.clock()
        signed = signature(self.key, now.fromtimestamp(now.timestamp() + self.ahead, now.tzinfo), raw)
        own = {"Diagnostics-Source": self.source, "Diagnostics-Signature": signed, "Content-Type": "application/json"}
        return self.client.post(path, data=raw, headers={**own, **self.headers, **headers})


@pytest.fixture
def machine(make_app: Callable[..., Flask], services: Services, clock: Clock) -> Machine:
    services.feeds.add("acd")
    return Machine(make_app().test_client(), services.feeds.key("acd"), clock)
