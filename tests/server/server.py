"""A real `diagnostics serve` in a process of its own, on loopback and a free port, and a bare HTTP client that follows nothing by itself."""

import http.client
import os
import re
import secrets
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

LIBRARY = """
format: 1
title: Test shop
locale: en
areas: {sound: {title: Sound, icon: volume}}
products: {pc: Desktop computer}
teams: {desk: {title: Help desk, contacts: [{kind: phone, value: "+44 20 7946 0999", title: Help desk}]}}
facts:
  os: {label: System, type: choice, values: {windows: Windows, macos: macOS}, sources: [address]}
"""
TREE = """
format: 1
tree: hum
title: The speaker hums
summary: Find out where the hum comes from.
area: sound
owner: desk
reviewed: 2026-11-22
start: which
steps:
  which:
    question: Which system runs on the computer?
    fact: os
    answers: {windows: Windows, macos: macOS}
    next: loud
  loud:
    question: Is the hum loud?
    answers: {"yes": {label: "Yes", next: cable}, "no": {label: "No", next: person}}
  cable:
    instruction: Move the cable away from the power strip
    actions: [Move the cable]
    not_fixed: person
  person:
    outcome: handoff
    to: desk
    says: A person takes it from here.
    bring: [which, loud]
"""


def write_library(folder: Path) -> Path:
    """A library of one small tree."""
    (folder / "sound").mkdir(parents=True)
    (folder / "_library.yml").write_text(LIBRARY, encoding="utf-8")
    (folder / "sound" / "hum.yml").write_text(TREE, encoding="utf-8")
    return folder


@dataclass
class Answered:
    status: int
    location: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Server:
    """One server process on one database; `kill` is SIGKILL, and `start` begins anew on the same database. `address` is that of another
    database than the SQLite file `database`."""

    folder: Path
    database: Path
    address: str = ""
    process: subprocess.Popen[str] | None = None
    port: int = 0

    def start(self) -> "Server":
        environment = {**os.environ, "DIAGNOSTICS_DATABASE": self.address or f"sqlite:///{self.database}"}
        command = [sys.executable, "-c", "from diagnostics.cli import main; main()", "serve", str(self.folder), "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return self
        raise AssertionError("the server ended: " + "".join(said))

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def get(self, path: str) -> Answered:
        return self._send("GET", path, None)

    def post(self, path: str, **fields: str) -> Answered:
        return self._send("POST", path, fields)

    def begin(self, tree: str = "hum", visit: str = "") -> str:
        """Starts a visit as the form of a tree's intro does; gives the address of its first step."""
        answered = self.post(f"/t/{tree}", visit=visit or secrets.token_urlsafe(16))
        assert answered.status == 303, answered.body
        return answered.location

    def _send(self, method: str, path: str, fields: dict[str, str] | None) -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
        try:
            connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        location = urlsplit(answer.getheader("Location") or "")
        where = location.path + (f"?{location.query}" if location.query else "")
        return Answered(answer.status, where, body, dict(answer.getheaders()))


def visit_of(address: str) -> str:
    """The visit's id in an address of one of its pages."""
    return address.split("/")[2]
