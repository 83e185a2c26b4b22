"""A message to a mail server, by the standard library. The server and the addresses come from the settings."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

SECONDS = 30
"""How long the server may take for each answer."""

_ADDRESS = re.compile(r"(?!.*=\?)[^@\s,;:<>()\[\]\"\\\x00-\x1f\x7f]+@[^@\s,;:<>()\[\]\"\\\x00-\x1f\x7f]+")
"""Plain addresses. Quoted ones and those in comments or code words are for nobody who reads a digest."""


class MailError(Exception):
    """A message was not sent. The text says why, in an operator's words, and holds no password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`smtp://` speaks TLS by STARTTLS where the server offers it and always before a password; `smtps://` from the first byte."""

    host: str
    port: int
    user: str
    password_file: Path | None
    implicit_tls: bool


def mail_server(address: str, password_file: str = "") -> MailServer:
    """Reads `smtp://[user@]host[:port]` or `smtps://…`.

    Raises:
        MailError: not such an address, or a password in it: that belongs into a file.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
        parts = urlsplit("")
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path not in ("", "/"):
        raise MailError("the mail server must read like smtp://digest@mail.example.com:587")
    if parts.password is not None:
        raise MailError("a password does not belong into the mail server's address: put it into a file (DIAGNOSTICS_SMTP_PASSWORD_FILE)")
    secure = parts.scheme == "smtps"
    user = unquote(parts.username or "")
    if user and not password_file:
        raise MailError(f"the mail server wants the user {user}: give the file with the password (DIAGNOSTICS_SMTP_PASSWORD_FILE)")
    return MailServer(host, port or (465 if secure else 587), user, Path(password_file) if password_file else None, secure)


def send(server: MailServer, sender: str, to: str, subject: str, text: str, html: str) -> tuple[str, ...]:
    """Sends one message, as text and as HTML, to addresses separated by commas; gives those that the server took.

    Raises:
        MailError: an address is none, or the server took the message for nobody.
    """
    addresses = [one.strip() for one in to.split(",") if one.strip()]
    for one in (*addresses, sender):
        if not _ADDRESS.fullmatch(one):
            raise MailError(f"{one!r} is no mail address")
    if not addresses:
        raise MailError("there is nobody to send to (DIAGNOSTICS_MAIL_TO)")
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, sender, ", ".join(addresses)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    try:
        refused = _deliver(server, message)
    except smtplib.SMTPRecipientsRefused:
        raise MailError("the mail server refused every address") from None
    except smtplib.SMTPAuthenticationError:
        raise MailError(f"the mail server did not accept the user {server.user} and the password") from None
    except (smtplib.SMTPException, ssl.SSLError, OSError, UnicodeError) as error:  # of a host that no name server can be asked for
        raise MailError(f"the mail server {server.host}:{server.port} did not take the message: {_reason(error)}") from None
    return tuple(one for one in addresses if one not in refused)


def _deliver(server: MailServer, message: EmailMessage) -> set[str]:
    context = ssl.create_default_context()
    where = (server.host, server.port)
    opened = smtplib.SMTP_SSL(*where, timeout=SECONDS, context=context) if server.implicit_tls else smtplib.SMTP(*where, timeout=SECONDS)
    with opened as connection:
        if not server.implicit_tls:
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=context)
            elif server.user:
                raise MailError(f"the mail server {server.host} offers no TLS: the password is not sent in the clear")
        if server.user:
            connection.login(server.user, _password(server))
        return set(connection.send_message(message))


def _password(server: MailServer) -> str:
    assert server.password_file is not None
    try:
        return server.password_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MailError(f"the file of the mail password cannot be read: {type(error).__name__}") from None


def _reason(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error.decode(errors='replace') if isinstance(error.smtp_error, bytes) else error.smtp_error}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
