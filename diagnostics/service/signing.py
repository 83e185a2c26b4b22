"""A source's key, and the signature that its requests carry: HMAC-SHA-256 over the time, a dot and the body."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from diagnostics.deflection.intake import Feed
from diagnostics.keyring import Keyring

FRESH = timedelta(minutes=5)
"""How far the time of a signature may be from now, before or after. What is repeated within it changes nothing: calls are stored once."""

OVERLAP = timedelta(days=7)
"""How long after a new key the one before it still counts, so that a source can be switched over without losing a call."""

_HEADER = re.compile(r"t=([0-9]{1,12}) *, *v1=([0-9a-fA-F]{64})")


class SignatureError(Exception):
    """A request is not signed as it must be. The message says what to look at, and nothing about what would have been right."""


def feed_key(keyring: Keyring, source: str, version: int) -> str:
    """The key of a source: 64 hexadecimal digits, which are used as they stand, as text."""
    return keyring.key(f"feed:{source}:{version}").hex()


def signature(key: str, at: datetime, body: bytes) -> str:
    """The value of the header for a body."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(key, seconds, body)}"


def verify(keyring: Keyring, feed: Feed, header: str, body: bytes, now: datetime) -> None:
    """Whether a body comes from a source, and comes now.

    Raises:
        SignatureError: it does not, or this cannot be seen.
    """
    found = _HEADER.fullmatch(header.strip())
    if found is None:
        raise SignatureError("the signature must read t=<seconds since 1970>,v1=<64 hexadecimal digits>")
    seconds = int(found[1])
    versions = [feed.key_version]
    if feed.rotated_at is not None and now - feed.rotated_at <= OVERLAP:
        versions.append(feed.key_version - 1)
    digests = [_digest(feed_key(keyring, feed.source, version), seconds, body) for version in versions]
    if not any([hmac.compare_digest(digest, found[2].lower()) for digest in digests]):  # a list: all are compared, whatever the first says
        raise SignatureError("the signature does not belong to this body and the key of this source")
    if abs(now.timestamp() - seconds) > FRESH.total_seconds():
        raise SignatureError(f"the signature is not of now: its time is more than {FRESH.seconds // 60} minutes away from the server's clock")


def _digest(key: str, seconds: int, body: bytes) -> str:
    return hmac.new(key.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
