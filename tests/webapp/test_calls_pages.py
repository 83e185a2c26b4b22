"""Staff bring calls in: an agent notes one, a manager reads a file in and takes it back. All of it without JavaScript."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from diagnostics.service.services import Services
from diagnostics.store import ledger_schema as t
from diagnostics.store.database import reading
from diagnostics.visits.codes import new_code
from tests.webapp.conftest import VISIT, Clock, Colleague
from webapp.calls import noting

MakeColleague = Callable[..., Colleague]
GOOD = "Call ID;Start;Duration;Phone\nC-1;2026-11-20 09:14;60;+49 30 1234567\nC-2;2026-11-20 10:14;60;\n"


@pytest.fixture
def code(services: Services) -> str:
    view = services.visits.start("router-lights", VISIT)
    assert view is not None
    return view.code


def records(services: Services, table: object = t.call_record) -> list[object]:
    with reading(services.calls.store._engine) as connection:  # type: ignore[attr-defined]  # the test looks behind the port
        return list(connection.execute(select(table)))  # type: ignore[call-overload]  # any table


def sends(who: Colleague, text: str, **fields: str) -> TestResponse:
    """A file, to the page for it."""
    who.opens("/calls/import")
    data = {"csrf_token": who.token, "source": "crm", "zone": "Europe/Berlin", "file": (io.BytesIO(text.encode()), "calls.csv"), **fields}
    return who._seen(who.client.post("/calls/import", data=data, content_type="multipart/form-data"))


def test_a_noted_call_tells_its_visit(colleague: MakeColleague, services: Services, code: str) -> None:
    """Which guide and when, nothing that the customer typed; the call is kept under its code."""
    agent = colleague("agent")
    agent.opens("/calls/log")
    response = agent.sends("/calls/log", visit_code=code.lower(), tag="7abc-12x", fixed="yes", reason="lights")
    assert response.status_code == 303
    page = unescape(agent.opens(response.location).text)
    assert "Noted." in page and "today, 12:00" in page
    record = records(services)[0]
    assert (record.source, record.disposition, record.reason) == ("desk", "fixed", "lights")  # type: ignore[attr-defined]
    assert {key.kind for key in records(services, t.call_key)} == {"code", "tag"}  # type: ignore[attr-defined]


def test_the_same_note_sent_twice_is_one_call(colleague: MakeColleague, services: Services, clock: Clock) -> None:
    """The number of the call is in the form."""
    agent = colleague("agent")
    call = re.search('name="call" value="([0-9a-f]{16})"', agent.opens("/calls/log").text)
    assert call is not None
    for _ in range(2):
        agent.sends("/calls/log", call=call[1], reason="lights")
        clock.passes(seconds=3)
    assert len(records(services)) == 1


def test_a_mistyped_code_is_answered_with_what_was_meant(colleague: MakeColleague, services: Services, code: str) -> None:
    """One wrong character or two swapped ones; the suggestion can be taken with one press, and nothing is kept before."""
    agent = colleague("agent")
    agent.opens("/calls/log")
    wrong = code[:4] + ("A" if code[4] != "A" else "B") + code[5:]
    swapped = code[:2] + code[3] + code[2] + code[4:]
    meant = f"{code[:3]}-{code[3:6]}-{code[6:]}"
    for typed in {wrong, swapped} - {code}:
        response = agent.sends("/calls/log", visit_code=typed)
        assert response.status_code == 422 and f'value="{meant}"' in response.text
        assert meant in agent.opens(f"/calls/log/code?visit_code={typed}").text
    assert records(services) == []
    assert agent.sends("/calls/log", visit_code=wrong, meant=meant).status_code == 303


def test_a_code_that_nobody_has_can_be_noted(colleague: MakeColleague, services: Services) -> None:
    """Its visit may be older than 45 days; what cannot be a code is refused."""
    agent = colleague("agent")
    agent.opens("/calls/log")
    response = agent.sends("/calls/log", visit_code="222-222-223")
    assert response.status_code == 422
    assert len(records(services)) == 0
    response = agent.sends("/calls/log", visit_code=new_code())
    assert response.status_code == 303 and "No visit of the last 45 days" in agent.opens(response.location).text


def test_a_reason_with_personal_data_is_refused(colleague: MakeColleague, services: Services) -> None:
    """And what was typed stays in the form."""
    agent = colleague("agent")
    agent.opens("/calls/log")
    response = agent.sends("/calls/log", reason="call ann@example.com", tag="7ABC12X")
    assert response.status_code == 422 and "short label" in response.text and "7ABC12X" in response.text
    assert records(services) == []


def test_the_drawn_question_is_an_audit(colleague: MakeColleague, services: Services, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No: about no visit. Yes with a code: about that one. Yes without: the agent may say which, or nobody can tell."""
    monkeypatch.setattr(noting.secrets, "randbelow", lambda _: 0)
    agent = colleague("agent")
    assert "did you use the online guide" in agent.opens("/calls/log").text
    agent.sends("/calls/log", asked="1", used="no")
    agent.opens("/calls/log")
    agent.sends("/calls/log", asked="1", used="yes", visit_code=code)
    agent.opens("/calls/log")
    response = agent.sends("/calls/log", asked="1", used="yes")
    page = agent.opens(response.location)
    assert "Which visit was it?" in page.text and VISIT in page.text
    call = re.search("/calls/log/([0-9a-f]{16})/visit", page.text)
    assert call is not None
    assert agent.sends(f"/calls/log/{call[1]}/visit", visit="").status_code == 303
    assert len(records(services, t.call_audit)) == 2
    assert agent.sends(f"/calls/log/{call[1]}/visit", visit=VISIT).status_code == 303
    assert agent.sends(f"/calls/log/{call[1]}/visit", visit="x" * 22).status_code == 404
    assert sorted(str(row.visit_id) for row in records(services, t.call_audit)) == ["None", VISIT, VISIT]  # type: ignore[attr-defined]


def test_the_question_is_not_asked_of_every_call(colleague: MakeColleague, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in five, drawn before anything is known; an answer that was not drawn is no audit."""
    monkeypatch.setattr(noting.secrets, "randbelow", lambda _: 1)
    assert "did you use the online guide" not in colleague("agent").opens("/calls/log").text


def test_a_file_is_checked_read_in_and_taken_back(colleague: MakeColleague, services: Services) -> None:
    """The check stores nothing; the import has a number; taken back, nothing is left."""
    manager = colleague("manager")
    checked = sends(manager, GOOD, do="check")
    assert checked.status_code == 200 and "calls.csv can be read in" in checked.text and "1234567" not in checked.text
    assert records(services) == []
    done = sends(manager, GOOD, do="import")
    assert done.status_code == 303
    assert "as import 1" in manager.opens(done.location).text and len(records(services)) == 2
    assert manager.sends("/calls/import/1/undo").status_code == 303
    assert records(services) == [] and "taken back" in manager.opens("/calls/import").text


def test_a_large_file_is_read_in(colleague: MakeColleague, services: Services) -> None:
    """Much larger than a form may be elsewhere."""
    rows = "".join(f"C-{n};2026-11-20 09:14;60;\n" for n in range(5_000))
    assert sends(colleague("manager"), f"Call ID;Start;Duration;Phone\n{rows}", do="import").status_code == 303
    assert len(records(services)) == 5_000


def test_a_bad_file_names_its_rows_and_leaves_nothing(colleague: MakeColleague, services: Services) -> None:
    """Whatever button was pressed; and what comes from the file is shown as text."""
    manager = colleague("manager")
    bad = GOOD + "C-3;2026-02-31 09:14;60;\n<script>alert(1)</script>;yesterday;60;\n"
    response = sends(manager, bad, do="import")
    assert response.status_code == 422 and "row 4: started_at" in response.text and "row 5: started_at" in response.text
    assert "<script>alert" not in response.text and records(services) == []


def test_a_way_of_reading_is_saved(colleague: MakeColleague) -> None:
    """And filled in the next time."""
    manager = colleague("manager")
    sends(manager, "Nr;Um\n1;20.11.2026 09:14\n", do="check", written="d.m.y", save="old system",
          **{"column.source_call_id": "Nr", "column.started_at": "Um", "products": "Drucker = printer"})  # fmt: skip
    page = manager.opens("/calls/import?map=old system").text
    assert 'value="Um"' in page and "Drucker = printer" in page and '<option value="d.m.y" selected>' in page


@pytest.mark.parametrize(("fields", "says"), [
    ({"source": "C R M"}, "cannot be the name of a source"), ({"zone": "Berlin"}, "no time zone"), ({"written": "x"}, "no date format"),
])  # fmt: skip
def test_a_form_that_cannot_be_is_answered_in_words(colleague: MakeColleague, fields: dict[str, str], says: str) -> None:
    """Nothing is read then."""
    response = sends(colleague("manager"), GOOD, **fields)
    assert response.status_code == 422 and says in unescape(response.text)


def test_no_file_and_too_much_of_one(colleague: MakeColleague) -> None:
    """Both are told in a sentence."""
    manager = colleague("manager")
    manager.opens("/calls/import")
    assert "Choose the file first" in manager.sends("/calls/import", source="crm").text
    big = sends(manager, "x" * (33 * 1024 * 1024))
    assert big.status_code == 413 and "more than 32 MB" in big.text


def test_sources_show_their_silence(colleague: MakeColleague, services: Services, clock: Clock) -> None:
    """The alert stands in words above the table."""
    manager = colleague("manager")
    assert "No source is connected yet" in manager.opens("/calls/feeds").text
    services.feeds.add("acd")
    clock.passes(hours=11)
    assert "not heard of yet" in manager.opens("/calls/feeds").text


@pytest.mark.parametrize(("role", "url", "status"), [
    ("agent", "/calls/log", 200), ("agent", "/calls/import", 403), ("agent", "/calls/feeds", 403), ("manager", "/calls/log", 403),
    ("manager", "/calls/import", 200), ("author", "/calls/log", 403), ("admin", "/calls/feeds", 200), ("admin", "/calls/log", 200),
])  # fmt: skip
def test_who_may_open_what(colleague: MakeColleague, role: str, url: str, status: int) -> None:
    """Agents note, managers read in; admins may do both."""
    assert colleague(role).opens(url).status_code == status
