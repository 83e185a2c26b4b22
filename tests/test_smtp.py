"""Sending mail, to a real server of the test's own."""

import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from diagnostics.smtp import MailError, MailServer, mail_server, send


@dataclass
class Sink:
    """What a mail server has taken. It refuses addresses that begin with `nobody`."""

    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address.startswith("nobody"):
            return "550 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    taken = Sink()
    controller = Controller(taken, hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield taken, controller.port
    controller.stop()


@pytest.fixture
def guarded() -> Iterator[int]:
    """A server that wants a password although it offers no TLS."""
    controller = Controller(Sink(), hostname="127.0.0.1", port=_free_port(), authenticator=lambda *_: AuthResult(success=True),
                            auth_require_tls=False)  # fmt: skip
    controller.start()
    yield controller.port
    controller.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_message_arrives_as_text_and_as_html(sink):
    """Both parts, the subject and the addresses, with letters of any script."""
    taken, port = sink
    to = send(mail_server(f"smtp://127.0.0.1:{port}"), "digest@example.com", "a@example.com, b@example.com", "Week 47: – 900 calls",
              "Привет", "<p>你好</p>")  # fmt: skip
    assert to == ("a@example.com", "b@example.com")
    (envelope,) = taken.taken
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert message["Subject"] == "Week 47: – 900 calls" and message["From"] == "digest@example.com"
    assert message.get_body(("plain",)).get_content().strip() == "Привет" and "你好" in message.get_body(("html",)).get_content()


def test_who_is_refused_is_not_counted_as_reached(sink):
    """One bad address does not keep the others from getting it."""
    _, port = sink
    assert send(mail_server(f"smtp://127.0.0.1:{port}"), "d@example.com", "nobody@example.com,b@example.com", "s", "t", "h") == ("b@example.com",)
    with pytest.raises(MailError, match="refused every address"):
        send(mail_server(f"smtp://127.0.0.1:{port}"), "d@example.com", "nobody@example.com", "s", "t", "h")


def test_a_password_is_never_sent_in_the_clear(guarded, tmp_path: Path):
    """A server without TLS gets no password, and the message says why nothing was sent."""
    secret = tmp_path / "password"
    secret.write_text("the password")
    with pytest.raises(MailError, match="no TLS") as failed:
        send(mail_server(f"smtp://user@127.0.0.1:{guarded}", str(secret)), "d@example.com", "b@example.com", "s", "t", "h")
    assert "the password is not sent" in str(failed.value)


def test_a_server_that_is_away_is_named():
    """The operator learns which server did not answer."""
    port = _free_port()
    with pytest.raises(MailError, match=f"127.0.0.1:{port}"):
        send(mail_server(f"smtp://127.0.0.1:{port}"), "d@example.com", "b@example.com", "s", "t", "h")


@pytest.mark.parametrize("host", ["a" * 70, ".", "a..b"])
def test_a_host_that_cannot_be_asked_for_is_named(host):
    """Names that no name server takes do not end in a traceback."""
    with pytest.raises(MailError, match="did not take the message"):
        send(mail_server(f"smtp://{host}:1"), "d@example.com", "b@example.com", "s", "t", "h")


@pytest.mark.parametrize("to", ["", " , ", "b", "b@c\nBcc: x@example.com", "<b@example.com>", 'a@"b', "a@[", "=?utf-8?q?=0A?=@b",
                                "a(@b", "a\x01@b"])  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_sent(to):
    """A line break in an address would be a header of its own."""
    with pytest.raises(MailError):
        send(mail_server("smtp://127.0.0.1:1"), "d@example.com", to, "s", "t", "h")


def test_the_address_of_a_server_is_read():
    """Ports by scheme, and a user whose password stands in a file."""
    assert mail_server("smtp://mail.example.com") == MailServer("mail.example.com", 587, "", None, False)
    assert mail_server("smtps://a%40b@mail.example.com", "/run/password") == MailServer("mail.example.com", 465, "a@b", Path("/run/password"), True)


@pytest.mark.parametrize("address", ["", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://[", "smtp://h:port", "smtp://h/path",
                                     "smtp://u:secret@h", "smtp://u@h"])  # fmt: skip
def test_what_is_no_server_is_refused_without_its_password(address):
    """Passwords do not belong into the environment; none is repeated."""
    with pytest.raises(MailError) as refused:
        mail_server(address)
    assert "secret" not in str(refused.value)
