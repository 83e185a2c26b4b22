"""A real server that is killed, asked twice, published anew and lied to, in the middle of visits: nothing lost, nothing doubled, no 500."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.databases import own_postgres
from tests.server.server import TREE, Server, visit_of, write_library


def events(server: Server, visit: str) -> list[tuple[int, str, str | None, str | None]]:
    engine = create_engine(server.address or f"sqlite:///{server.database}")
    try:
        with engine.connect() as db:
            found = db.execute(text("select seq, type, step, answer from event where visit_id = :visit order by seq"), {"visit": visit})
            return [tuple(row) for row in found]  # type: ignore[misc]  # four columns
    finally:
        engine.dispose()


def answers(server: Server, visit: str) -> list[tuple[str | None, str | None]]:
    return [(step, answer) for _, kind, step, answer in events(server, visit) if kind == "step.answered"]


def test_an_acknowledged_answer_survives_kill_9(any_server: Server) -> None:
    """The server is killed right after each 303; the next process knows the answer and goes on."""
    at = any_server.begin()
    visit = visit_of(at)
    for place, answer in (("which", "windows"), ("loud", "yes"), ("cable", "not_fixed")):
        taken = any_server.post(f"/v/{visit}/{place}", answer=answer)
        assert taken.status == 303
        any_server.kill()
        any_server.start()
        assert any_server.get(taken.location).status == 200
    assert answers(any_server, visit) == [("which", "windows"), ("loud", "yes"), ("cable", "not_fixed")]
    assert "A person takes it from here" in any_server.get(taken.location).body


def test_killed_while_answering_loses_nothing_acknowledged(any_server: Server) -> None:
    """Twenty visits answer at once while the server is killed: every 303 that arrived is in the log afterwards."""
    visits = [visit_of(any_server.begin()) for _ in range(20)]

    def answer(visit: str) -> bool:
        try:
            return any_server.post(f"/v/{visit}/which", answer="macos").status == 303
        except (OSError, HTTPException):  # killed before, or in the middle of its answer
            return False

    with ThreadPoolExecutor(8) as pool:
        sent = [(visit, pool.submit(answer, visit)) for visit in visits]
        sent[5][1].result()
        any_server.kill()
        acknowledged = {visit for visit, future in sent if future.result()}
    any_server.start()
    assert acknowledged
    for visit in visits:
        known = answers(any_server, visit)
        assert known in ([], [("which", "macos")])
        assert known or visit not in acknowledged


def test_a_double_clicked_answer_counts_once(any_server: Server) -> None:
    """Eight equal requests at the same moment leave one answer, and all eight lead to the next step."""
    visit = visit_of(any_server.begin())
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: any_server.post(f"/v/{visit}/which", answer="windows"), range(8)))
    assert {(g.status, g.location) for g in got} == {(303, f"/v/{visit}/loud")}
    assert answers(any_server, visit) == [("which", "windows")]
    assert [seq for seq, *_ in events(any_server, visit)] == list(range(len(events(any_server, visit))))


def test_a_double_clicked_start_is_one_visit(any_server: Server) -> None:
    """The start form carries the visit's id: sending it twice, even at once, starts one visit."""
    token = secrets.token_urlsafe(16)
    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(lambda _: any_server.begin(visit=token), range(4)))
    assert places == {f"/v/{token}/which"}
    assert [kind for _, kind, *_ in events(any_server, token)].count("visit.started") == 1


def test_two_servers_on_one_database(tmp_path: Path, any_server: Server) -> None:
    """A visit goes on at another server with the next click; both take the same answer at once, and it counts once; what one publishes
    the other shows."""
    other = Server(write_library(tmp_path / "trees of the other"), any_server.database, any_server.address).start()
    try:
        visit = visit_of(any_server.begin())
        assert other.post(f"/v/{visit}/which", answer="windows").location == f"/v/{visit}/loud"
        assert "Is the hum loud?" in any_server.get(f"/v/{visit}/loud").body
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(lambda turn: (any_server, other)[turn % 2].post(f"/v/{visit}/loud", answer="yes").location, range(8)))
        assert set(got) == {f"/v/{visit}/cable"}
        assert answers(any_server, visit) == [("which", "windows"), ("loud", "yes")]
        (other.folder / "sound" / "hum.yml").write_text(TREE.replace("The speaker hums", "The box hums"), encoding="utf-8")
        other.stop()
        other.start()
        assert "The box hums" in any_server.get("/").body
    finally:
        other.stop()


def test_a_database_server_that_crashes_and_comes_back(tmp_path: Path) -> None:
    """PostgreSQL crashes under a running server: a page that says so, no traceback and no visit in the log; it goes on when the database is
    back, with every answer that was acknowledged."""
    with own_postgres() as postgres:
        server = Server(write_library(tmp_path / "trees"), tmp_path / "unused", postgres.create()).start()
        try:
            visit = visit_of(server.begin())
            assert server.post(f"/v/{visit}/which", answer="windows").status == 303
            postgres.crash()
            for answered in (server.post(f"/v/{visit}/loud", answer="yes"), server.get(f"/v/{visit}/loud"), server.get("/")):
                assert answered.status == 503 and "your answers are kept" in answered.body
            postgres.start()
            assert server.post(f"/v/{visit}/loud", answer="yes").status == 303
            assert answers(server, visit) == [("which", "windows"), ("loud", "yes")]
        finally:
            server.stop()
        assert server.process is not None and server.process.stdout is not None
        said = server.process.stdout.read()
        assert "cannot be reached" in said and "Traceback" not in said and visit not in said


def test_two_visits_do_not_meet(server: Server) -> None:
    """Two customers on one tree keep their own answers."""
    one, two = (visit_of(server.begin()) for _ in range(2))
    server.post(f"/v/{one}/which", answer="windows")
    server.post(f"/v/{two}/which", answer="macos")
    assert answers(server, one) == [("which", "windows")]
    assert answers(server, two) == [("which", "macos")]


def test_an_answer_for_a_step_that_the_visit_has_left(server: Server) -> None:
    """An old tab answers a step that is no longer on the path: nothing changes, and it is led to where the visit stands."""
    visit = visit_of(server.begin())
    server.post(f"/v/{visit}/which", answer="windows")
    server.post(f"/v/{visit}/loud", answer="yes")
    server.post(f"/v/{visit}/loud", answer="no")  # changed: `cable` is no longer asked
    before = answers(server, visit)
    late = server.post(f"/v/{visit}/cable", answer="fixed")
    assert late.status == 303
    assert late.location.startswith(f"/v/{visit}/person")
    assert answers(server, visit) == before


def test_a_tree_published_anew_does_not_break_a_running_visit(server: Server) -> None:
    """A visit goes on with the program that it began with; a new visit gets the new one."""
    visit = visit_of(server.begin())
    server.post(f"/v/{visit}/which", answer="windows")
    changed = TREE.replace("Is the hum loud?", "Can you hear it in the next room?").replace("loud", "audible")
    (server.folder / "sound" / "hum.yml").write_text(changed, encoding="utf-8")
    server.stop()
    server.start()
    assert "Is the hum loud?" in server.get(f"/v/{visit}/loud").body
    assert server.post(f"/v/{visit}/loud", answer="no").location == f"/v/{visit}/person"
    fresh = visit_of(server.begin())
    assert server.post(f"/v/{fresh}/which", answer="macos").location == f"/v/{fresh}/audible"


def test_a_broken_publish_keeps_the_last_good_tree(server: Server) -> None:
    """A tree that has errors is named, and its last good program goes on being offered."""
    (server.folder / "sound" / "hum.yml").write_text(TREE.replace("next: person", "next: nobody"), encoding="utf-8")
    server.stop()
    server.start()
    assert server.begin().endswith("/which")


@pytest.mark.parametrize("forged", ["x", "0" * 22, "../../etc", "%00", "a" * 4000, "';drop table event;--", "\N{SNOWMAN}".encode().hex()])
def test_a_forged_visit_id_finds_nothing(server: Server, forged: str) -> None:
    """An invented id is a kind page that says so, for reading and for answering alike."""
    from urllib.parse import quote

    address = f"/v/{quote(forged)}"
    for answered in (server.get(address), server.get(f"{address}/which"), server.post(f"{address}/which", answer="windows")):
        assert answered.status in (400, 404, 414, 431)
        assert "Traceback" not in answered.body
