"""A real server under attack on the wire, and with its database taken away: kind pages, no traceback, and nothing said to be kept that is not."""

import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from tests.server.server import Server, visit_of, write_library

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def sends(server: Server, octets: bytes, seconds: float = 20) -> bytes:
    """What comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        connection.sendall(octets)
        got = b""
        while more := connection.recv(65536):
            got += more
    return got


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] ([1-5][0-9]{2}) ", answer)]


def ends(server: Server) -> str:
    """Stops the server; gives what it printed after its address."""
    server.stop()
    assert server.process is not None and server.process.stdout is not None
    return server.process.stdout.read()


def test_nonsense_on_the_wire(server: Server) -> None:
    """No malformed request is a 500, none is echoed, none leads to another host, and the server prints no traceback and no visit."""
    end = b"\r\nConnection: close\r\n\r\n"
    visit = visit_of(server.begin())
    for line in (b"GET //evil.example/ HTTP/1.1\r\nHost: evil.example", b"GET http://evil.example/ HTTP/1.1\r\nHost: x",
                 b"GET / HTTP/1.1\r\nHost: a..b",
                 b"GET / HTTP/1.1\r\nHost: " + b"a" * 300, b"GET / HTTP/1.1\r\nHost: .", b"GET /\xff\xfe HTTP/1.1\r\nHost: x", b"GET / HTTP/1.0",
                 b"GET /v/" + visit.encode() + b"/%00%ff HTTP/1.1\r\nHost: a..b", b"TRACE / HTTP/1.1\r\nHost: x", b"PRI * HTTP/1.1\r\nHost: x",
                 b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"a=b; " * 20_000, b"GET / HTTP/1.1\r\nHost: x\r\nA B: c",
                 b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: x", b"POST /resume HTTP/1.1\r\nHost: x\r\nContent-Length: -1",
                 b"POST /resume HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999", b"POST /resume HTTP/1.1\r\nHost: x\r\nOrigin: http://[",
                 b"GET /t/hum/x?%0d%0aSet-Cookie:a=b HTTP/1.1\r\nHost: x\r\nContent-Length: 0",
                 b"\x16\x03\x01\x00\xff"):  # fmt: skip
        try:
            answer = sends(server, line + end)
        except ConnectionError:  # it does not wait for the end of what is too long
            continue
        assert statuses(answer) and all(status < 500 for status in statuses(answer)), line[:60]
        assert b"Traceback" not in answer and b"evil.example" not in answer and b"\r\nSet-Cookie" not in answer
    assert server.get("/healthz").body == "ok"
    said = ends(server)
    assert "Traceback" not in said and visit not in said


def test_a_connection_goes_on_after_a_refusal(server: Server) -> None:
    """What was too long or from elsewhere is read to its end: the next request on the connection is the next request."""
    for header, size, refused in ((b"", 100_000, 413), (b"Origin: http://evil.example\r\n", 1000, 403)):
        first = b"POST /resume HTTP/1.1\r\nHost: x\r\n" + header + FORM + b"Content-Length: %d\r\n\r\n" % size + b"a" * size
        assert statuses(sends(server, first + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == [refused, 200]


def test_slow_and_silent_connections_hold_nobody_up(server: Server) -> None:
    """With 200 connections that send half a request, a customer is answered at once."""
    held = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(200)]
    try:
        for connection in held:
            connection.sendall(b"POST /resume HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na")
        began = time.monotonic()
        assert server.get("/").status == 200
        assert time.monotonic() - began < 5
    finally:
        for connection in held:
            connection.close()


def test_a_storm_on_one_visit_loses_nothing(server: Server) -> None:
    """200 answers by eight at once: the events are without gap or double, no 500, and the visit goes on."""
    visit = visit_of(server.begin())
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: server.post(f"/v/{visit}/which", answer=("windows", "macos")[n % 2]).status, range(200)))
    assert set(got) <= {303, 503} and got.count(303) > 100
    with sqlite3.connect(server.database) as db:
        rows = db.execute("select seq, type, answer from event where visit_id = ? order by seq", (visit,)).fetchall()
    assert [seq for seq, *_ in rows] == list(range(len(rows)))
    answers = [answer for _, kind, answer in rows if kind == "step.answered"]
    assert all(one != two for one, two in pairwise(answers))  # saying the same again adds nothing
    assert server.post(f"/v/{visit}/loud", answer="no").location == f"/v/{visit}/person"


def test_a_locked_database_waits_or_says_so(server: Server) -> None:
    """Another process holds the database: reading goes on, and an answer is taken as soon as it lets go."""
    visit = visit_of(server.begin())
    holder = sqlite3.connect(server.database, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        answering = pool.submit(server.post, f"/v/{visit}/which", answer="macos")
        assert server.get(f"/v/{visit}/which").status == 200
        time.sleep(1)
        assert not answering.done()
        holder.execute("ROLLBACK")
        assert answering.result(20).status == 303
    holder.close()


def test_a_database_that_is_taken_away_takes_no_answers(server: Server) -> None:
    """The file is removed, then put back: no answer is acknowledged into a file that nobody will find, and no fresh one is made."""
    visit = visit_of(server.begin())
    aside = server.database.with_suffix(".aside")
    server.database.rename(aside)
    for answered in (server.post(f"/v/{visit}/which", answer="macos"), server.get(f"/v/{visit}/which"), server.get("/")):
        assert answered.status == 503 and "your answers are kept" in answered.body
    assert not server.database.exists()
    aside.rename(server.database)
    assert server.post(f"/v/{visit}/which", answer="macos").status == 303
    said = ends(server)
    assert "the database file was removed or replaced" in said and "Traceback" not in said and visit not in said


def test_a_database_that_is_replaced_is_not_written(server: Server) -> None:
    """Another file at the path gets nothing until the server starts again; the server closes nothing that would harm it."""
    visit = visit_of(server.begin())
    copy = server.database.with_suffix(".copy")
    with sqlite3.connect(server.database) as db:
        db.execute("VACUUM INTO ?", (str(copy),))
    os.replace(copy, server.database)
    before = server.database.read_bytes()
    assert server.post(f"/v/{visit}/which", answer="macos").status == 503
    assert server.database.read_bytes() == before


def test_a_full_disk_keeps_what_it_has(tmp_path: Path) -> None:
    """No file may grow any more: answers are refused with a page, pages still show, and what was acknowledged is there afterwards."""
    code = ("import resource, sys; from diagnostics.settings import Settings; from diagnostics.wiring import build, publish_folder\n"
            "from pathlib import Path; from webapp import create_app\n"
            "s = Settings(database='sqlite:///' + sys.argv[1], answer_limit='100000 per minute'); v = build(s)\n"
            "publish_folder(v, Path(sys.argv[2]))\n"
            "size = max(Path(sys.argv[1] + end).stat().st_size for end in ('', '-wal'))\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60_000, size + 60_000))\n"
            "c = create_app(v, s).test_client(); got = []\n"
            "c.post('/t/hum', data={'visit': sys.argv[3]})\n"
            "for n in range(300):\n"
            "    got.append(c.post(f'/v/{sys.argv[3]}/which', data={'answer': ('windows', 'macos')[n % 2]}).status_code)\n"
            "    if got[-1] != 303: break\n"
            "print(len(got), got[-1], c.get(f'/v/{sys.argv[3]}/which').status_code)")  # fmt: skip
    visit, database = secrets.token_urlsafe(16), tmp_path / "d.sqlite3"
    command = [sys.executable, "-c", code, str(database), str(write_library(tmp_path / "trees")), visit]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    asked, last, shown = map(int, ran.stdout.split())
    assert (last, shown) == (503, 200) and "Traceback" not in ran.stderr and visit not in ran.stderr
    with sqlite3.connect(database) as db:
        assert db.execute("select count(*) from event where visit_id = ? and type = 'step.answered'", (visit,)).fetchone() == (asked - 1,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
