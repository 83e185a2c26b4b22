"""Machines send calls: signed, once, in batches, and hear what became of each."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from diagnostics.service.services import Services
from diagnostics.service.signing import signature
from diagnostics.store import ledger_schema as t
from diagnostics.store.database import reading
from tests.webapp.api.conftest import CALL, Machine
from tests.webapp.conftest import VISIT, Clock

PROBLEM = "application/problem+json"


def results(response: TestResponse) -> list[str]:
    return [result["result"] for result in response.get_json()["results"]]


def is_problem(response: TestResponse, status: int, says: str = "") -> None:
    assert response.status_code == status, response.text
    assert response.mimetype == PROBLEM
    document = response.get_json()
    assert document["status"] == status and document["title"] and says in document["detail"], document


def stored(services: Services, table: Any) -> list[Any]:
    with reading(services.calls.store._engine) as connection:  # type: ignore[attr-defined]  # the test looks behind the port
        return list(connection.execute(select(table)))


def test_a_call_is_kept_once(machine: Machine) -> None:
    """The same again changes nothing; other content is a revision."""
    first = machine.sends(CALL)
    assert first.status_code == 200 and results(first) == ["new"]
    assert results(machine.sends(CALL)) == ["repeated"]
    assert results(machine.sends({**CALL, "handle_s": 301})) == ["revised"]


def test_no_identifier_is_kept_in_the_clear(machine: Machine, services: Services, caplog: pytest.LogCaptureFixture) -> None:
    """Not in the database, not in the log, and not where the call is refused."""
    machine.sends([CALL, {**CALL, "source_call_id": "c2", "keys": {"phone": "not a number 8675309"}}])
    everything = " ".join(str(row) for table in (t.call_record, t.call_key) for row in stored(services, table))
    assert "1234567" not in everything and "7ABC" not in everything.upper() and "8675309" not in everything + caplog.text
    assert {row.kind for row in stored(services, t.call_key)} == {"phone", "tag"}


def test_keys_that_are_none_are_told(machine: Machine) -> None:
    """The call counts all the same; the sender hears which fields find no visit."""
    response = machine.sends({**CALL, "visit_code": "7KQ-4MX-2PB", "keys": {"phone": "anonymous", "email": ""}})
    assert response.get_json()["results"] == [{"source_call_id": "c1", "result": "new", "ignored": ["visit_code", "keys.phone"]}]


def test_products_are_read_in_the_words_of_the_library(machine: Machine, services: Services) -> None:
    """By title or id, in any case; a word of nobody stays as it is."""
    serving = services.programs.serving()
    assert serving is not None
    id, title = next(iter(serving.manifest.products.items()))
    machine.sends([{**CALL, "product": title.upper()}, {**CALL, "source_call_id": "c2", "product": "Toaster"}])
    assert {row.product for row in stored(services, t.call_record)} == {id, "Toaster"}


def test_a_thousand_at_once_and_no_more(machine: Machine, services: Services) -> None:
    """1,001 are refused whole."""
    many = [{**CALL, "source_call_id": f"c{n}"} for n in range(1_001)]
    is_problem(machine.sends(many), 413, "at most 1,000")
    assert stored(services, t.call_record) == []
    assert machine.sends(many[:1_000]).get_json()["new"] == 1_000
    assert machine.sends([]).get_json()["results"] == []


def test_good_calls_of_a_batch_are_kept_and_bad_ones_told(machine: Machine) -> None:
    """207 with a reason for each that was refused; 422 where all were."""
    bad = [
        ({**CALL, "started_at": "2026-11-22T12:00:00"}, "started_at", "has no offset"),
        ({**CALL, "started_at": "2026-02-31T12:00:00Z"}, "started_at", "does not exist"),
        ({**CALL, "started_at": "2027-11-22T12:00:00Z"}, "started_at", "future"),
        ({**CALL, "handle_s": -1}, "handle_s", "negative"),
        ({**CALL, "handle_s": None}, "handle_s", "missing"),
        ({**CALL, "handle_s": True}, "handle_s", "number"),
        ({**CALL, "handle_s": 10**30}, "handle_s", "longer"),
        ({**CALL, "ended_at": "2026-11-22T11:00:00+01:00", "handle_s": None}, "ended_at", "before"),
        ({**CALL, "source_call_id": ""}, "source_call_id", "missing"),
        ({**CALL, "source_call_id": "x" * 129}, "source_call_id", "longer"),
        ({**CALL, "source_call_id": "a\u0000b"}, "source_call_id", "not text"),
        ({**CALL, "reason": "=cmd|'/C calc'!A0"}, "reason", "formula"),
        ({**CALL, "reason": "call ann@example.com back"}, "reason", "short label"),
        ({**CALL, "reason": "030 1234567"}, "reason", "short label"),
        ({**CALL, "product": ["Router"]}, "product", "text"),
        ({**CALL, "phone": "+49 30 1234567"}, "phone", "no such field"),
        ({**CALL, "keys": ["+49 30 1234567"]}, "keys", "object"),
        ({**CALL, "keys": {"fax": "1"}}, "keys.fax", "no such key"),
        ({**CALL, "source": "crm"}, "source", "signed by acd"),
        ("c1", "", "must be an object"),
        (None, "", "must be an object"),
    ]  # fmt: skip
    response = machine.sends([CALL, *(item for item, _, _ in bad)])
    assert response.status_code == 207 and response.get_json()["refused"] == len(bad)
    told = response.get_json()["results"]
    assert told[0]["result"] == "new"
    for (item, field, says), result in zip(bad, told[1:], strict=True):
        assert result["result"] == "refused" and result["field"] == field and says in result["reason"], (item, result)
    is_problem(machine.sends([bad[0][0]]), 422, "started_at")


def test_a_source_with_a_zone_may_leave_the_offset_out(machine: Machine, services: Services) -> None:
    """Its wall clock is read in that zone."""
    services.feeds.add("acd", zone="Europe/Berlin")
    machine.sends({**CALL, "started_at": "2026-11-22T12:00:00"})
    assert stored(services, t.call_record)[0].started_at.hour == 11


@pytest.mark.parametrize("ahead", [-301, 301])
def test_a_signature_of_another_time_is_refused(machine: Machine, ahead: float) -> None:
    """Five minutes are the most, both ways."""
    machine.ahead = ahead
    is_problem(machine.sends(CALL), 401, "more than 5 minutes")
    machine.ahead = ahead / 2
    assert machine.sends(CALL).status_code == 200


def test_what_is_not_signed_is_refused(machine: Machine) -> None:
    """No header, half a header, another key, another body, a source that nobody knows: 401 with the way to sign."""
    raw = json.dumps(CALL).encode()
    wrong = [
        {}, {"Diagnostics-Source": "acd"}, {"Diagnostics-Source": "acd", "Diagnostics-Signature": "v1=00"},
        {"Diagnostics-Source": "acd", "Diagnostics-Signature": signature(machine.key, machine.clock(), raw + b" ")},
        {"Diagnostics-Source": "acd", "Diagnostics-Signature": signature("0" * 64, machine.clock(), raw)},
        {"Diagnostics-Source": "crm", "Diagnostics-Signature": signature(machine.key, machine.clock(), raw)},
        {"Diagnostics-Source": "acd\u00e9' OR 1=1", "Diagnostics-Signature": signature(machine.key, machine.clock(), raw)},
    ]  # fmt: skip
    for headers in wrong:
        response = machine.client.post("/api/v1/calls", data=raw, headers={"Content-Type": "application/json", **headers})
        is_problem(response, 401)
        assert response.headers["WWW-Authenticate"] == "Diagnostics-Signature"


def test_a_new_key_leaves_time_for_the_old_one(machine: Machine, services: Services, clock: Clock) -> None:
    """Seven days; rotated twice, the first ends at once; a retired source sends no more."""
    old, machine.key = machine.key, services.feeds.rotate("acd")
    assert machine.sends(CALL).status_code == 200
    new, machine.key = machine.key, old
    assert machine.sends(CALL).status_code == 200
    clock.passes(days=8)
    is_problem(machine.sends(CALL), 401)
    services.feeds.rotate("acd")
    machine.key = new
    assert machine.sends(CALL).status_code == 200
    services.feeds.rotate("acd")
    is_problem(machine.sends(CALL), 401)
    machine.key = services.feeds.key("acd")
    services.feeds.retire("acd")
    is_problem(machine.sends(CALL), 401)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"[" * 100_000, b'{"handle_s": ' + b"9" * 5_000 + b"}"])
def test_a_body_that_is_no_json_is_refused(machine: Machine, body: bytes) -> None:
    """With what is wrong, whatever it is."""
    is_problem(machine.sends(body), 400)


def test_a_lone_surrogate_is_no_text(machine: Machine) -> None:
    """No database can keep it."""
    is_problem(machine.sends(b'{"source_call_id": "\\ud800", "started_at": "2026-11-22T12:00:00Z", "handle_s": 1}'), 422)
    is_problem(machine.sends(b'[{"source_call_id": "c1", "visit_code": "\\ud800"}]', "/api/v1/calls/audit"), 422)


def test_another_kind_of_body_is_refused(machine: Machine) -> None:
    """The body must be said to be JSON."""
    is_problem(machine.sends(CALL, **{"Content-Type": "text/plain"}), 415)


def test_a_body_that_is_too_large_is_refused(machine: Machine) -> None:
    """Two megabytes are the most."""
    is_problem(machine.sends(b" " * (2 * 1024 * 1024 + 1)), 413)
    assert machine.sends(json.dumps(CALL).encode() + b" " * 1_000_000).status_code == 200


def test_a_source_that_sends_too_often_waits(make_app: Callable[..., Flask], machine: Machine) -> None:
    """429 with the seconds to wait."""
    machine.client = make_app(feed_limit="2 per minute").test_client()
    answers = [machine.sends(CALL) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    is_problem(answers[2], 429)
    assert answers[2].headers["Retry-After"] == "60"


def test_errors_of_the_api_are_problem_documents(machine: Machine) -> None:
    """Whatever address and method."""
    is_problem(machine.client.get("/api/v1/nothing"), 404)
    wrong = machine.client.get("/api/v1/calls")
    is_problem(wrong, 405)
    assert "POST" in wrong.headers["Allow"]


def test_a_failure_of_ours_is_a_problem_document(machine: Machine, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 says nothing of its cause."""
    monkeypatch.setattr(type(services.calls), "receive", lambda *_: 1 / 0)
    response = machine.sends(CALL)
    is_problem(response, 500)
    assert "division" not in response.text


def test_machines_need_no_page_of_ours(machine: Machine) -> None:
    """A request with an origin of its own is no attack: it is signed, and no browser can be made to sign."""
    assert machine.sends(CALL, Origin="https://pbx.example", **{"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_two_at_once_keep_a_call_once(make_app: Callable[..., Flask], machine: Machine) -> None:
    """One hears `new`, the other `repeated`."""
    app, heard, ready = make_app(), [], threading.Barrier(2)

    def send() -> None:
        other = Machine(app.test_client(), machine.key, machine.clock)
        ready.wait()
        heard.extend(results(other.sends(CALL)))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["new", "repeated"]


def test_a_sign_of_life_is_noted(machine: Machine, services: Services, clock: Clock) -> None:
    """A source says of itself that it lives, with or without a body; of another one it may not."""
    assert machine.sends(b"", "/api/v1/feeds/acd/heartbeat").status_code == 204
    assert services.feeds.states()[0].heard_at == clock().replace(second=0)
    is_problem(machine.sends(b"", "/api/v1/feeds/crm/heartbeat"), 403)


def test_a_signed_request_means_one_thing(machine: Machine, services: Services) -> None:
    """Calls sent once more, to the address for audits, are none: the signature does not name the address."""
    assert machine.sends(CALL).status_code == 200
    refused = machine.sends({**CALL, "visit_code": None}, "/api/v1/calls/audit")
    is_problem(refused, 422, "there is no such field")
    assert stored(services, t.call_audit) == []
    assert machine.sends({"source_call_id": "c1", "visit_code": None}).status_code == 422


def test_audits_are_kept(machine: Machine, services: Services) -> None:
    """A visit's code, or null for none. A call that is not known needs its time; a code that nobody has is refused."""
    view = services.visits.start("router-lights", VISIT)
    assert view is not None
    machine.sends(CALL)
    sent = [
        {"source_call_id": "c1", "visit_code": view.code}, {"source_call_id": "c2", "visit_code": None, "started_at": "2026-11-22T11:00:00Z"},
        {"source_call_id": "c3", "visit_code": None}, {"source_call_id": "c1", "visit_code": "222-222-222"}, {"source_call_id": "c1"}, 7,
    ]  # fmt: skip
    response = machine.sends(sent, "/api/v1/calls/audit")
    assert response.status_code == 207 and results(response) == ["new", "new", "refused", "refused", "refused", "refused"]
    assert [(row.call_id, row.visit_id) for row in stored(services, t.call_audit)] == [("c1", VISIT), ("c2", None)]
