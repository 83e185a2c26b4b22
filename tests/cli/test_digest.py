"""`diagnostics digest`: shown, written, sent."""

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from click.testing import Result

from tests.cli.running import run

WEEK = "2026-W10"
Digest = Callable[..., Result]


class Sink:
    """What the mail server has taken."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, str]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    taken = Sink()
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    yield taken, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path}/d.sqlite3", "DIAGNOSTICS_SECRET_FILE": f"{tmp_path}/secret",
            "DIAGNOSTICS_MAIL_FROM": "digest@example.com", "DIAGNOSTICS_MAIL_TO": "a@example.com, b@example.com"}  # fmt: skip


@pytest.fixture
def digest(environment: dict[str, str]) -> Digest:
    return lambda *arguments, **more: run("digest", *arguments, env={**environment, **more})


def test_it_is_shown(digest: Digest) -> None:
    """Without anything else, as text; an empty ledger has a letter too."""
    done = digest("--week", WEEK)
    assert done.exit_code == 0 and "Nobody used the guides in the week of Mar 2" in done.output


def test_it_is_written(digest: Digest, tmp_path: Path) -> None:
    """Both forms, into a folder that is made."""
    assert digest("--week", WEEK, "--to", str(tmp_path / "letters")).exit_code == 0
    assert sorted(file.name for file in (tmp_path / "letters").iterdir()) == [f"{WEEK}.html", f"{WEEK}.txt"]
    (tmp_path / "file").write_text("")
    refused = digest("--week", WEEK, "--to", str(tmp_path / "file" / "in"))
    assert refused.exit_code == 1 and "cannot be written" in refused.output


def test_it_is_sent_once(digest: Digest, sink: tuple[Sink, str]) -> None:
    """However often the command runs."""
    taken, server = sink
    first, second = (digest("--week", WEEK, "--send", DIAGNOSTICS_SMTP=server) for _ in range(2))
    assert "Sent 2026-W10 to a@example.com, b@example.com." in first.output and "has been sent already" in second.output
    (envelope,) = taken.taken
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert envelope.rcpt_tos == ["a@example.com", "b@example.com"] and message["Subject"].startswith("Guides, Mar 2")
    assert "has been sent" not in digest("--week", WEEK, "--send", "--again", DIAGNOSTICS_SMTP=server).output and len(taken.taken) == 2


def test_what_cannot_be_sent_is_sent_later(digest: Digest, sink: tuple[Sink, str]) -> None:
    """No server in the settings, one that is away: said in one line, exit 1, and the next run sends it."""
    assert "DIAGNOSTICS_SMTP" in digest("--week", WEEK, "--send").output
    away = digest("--week", WEEK, "--send", DIAGNOSTICS_SMTP="smtp://127.0.0.1:1")
    assert away.exit_code == 1 and "did not take the message" in away.output and "Traceback" not in away.output
    assert "Sent" in digest("--week", WEEK, "--send", DIAGNOSTICS_SMTP=sink[1]).output


@pytest.mark.parametrize("week", ["last", "2026-47", "2026-W60", "3026-W01"])
def test_what_is_no_week_is_wrong_usage(digest: Digest, week: str) -> None:
    """Or one that has not begun."""
    done = digest("--week", week)
    assert done.exit_code == 2 and "Traceback" not in done.output
