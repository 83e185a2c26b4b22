"""The installation's secret, kept in a file outside the database, to a key of its own for each purpose.

Hashes of telephone numbers and service tags are personal data as long as somebody can try all numbers. Without this file nobody can,
not even with a copy of the database. Machines that share a database share the file.
"""

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

LENGTH = 32
"""Bytes of a secret."""


class KeyringError(Exception):
    """The file of the secret cannot be used. The message says why and what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """Keys by purpose, such as `sign-in` or `identifier:phone`. One key says nothing about another."""

    secret: bytes

    def key(self, purpose: str) -> bytes:
        """32 bytes: HMAC-SHA-256 of the purpose under the secret."""
        return hmac.digest(self.secret, purpose.encode(), hashlib.sha256)

    def hashed(self, purpose: str, text: str) -> str:
        """A text as 32 hexadecimal digits that cannot be turned back, nor tried out, without the secret."""
        return hmac.new(self.key(purpose), text.encode(), hashlib.sha256).hexdigest()[:32]


def open_keyring(path: Path) -> Keyring:
    """Reads the secret; makes a file with a fresh one, readable for its owner only, where there is none.

    Of processes that start at once, one makes the file and all read the same.

    Raises:
        KeyringError: the file cannot be read or made, is too short, or others may read it.
    """
    try:
        if not path.exists():
            _make(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyringError(f"others may read the secret {path}: take that right away from them (chmod 600)")
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise KeyringError(f"the secret {path} cannot be read or made: {error.strerror}") from None
    except ValueError:
        raise KeyringError(f"the secret {path} is damaged: it must be one line of {2 * LENGTH} hexadecimal digits") from None
    if len(secret) < LENGTH:
        raise KeyringError(f"the secret {path} is too short: it must be one line of {2 * LENGTH} hexadecimal digits")
    return Keyring(secret)


def _make(path: Path) -> None:
    """Written beside its place and then linked to it: a link fails where somebody else was first, and nobody reads half a file."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(LENGTH) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
