"""A password to what is stored of it, and why a password is refused. Argon2id, with the parameters of RFC 9106 for 64 MiB."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 12, 200
"""Characters of a password."""

FEWEST_DIFFERENT = 5
"""Different characters of a password: `aaaaaaaaaaaa` and `121212121212` are long, and nothing else."""

AT_ONCE = 2
"""How many are computed at the same time. Each takes 64 MiB: a flood of sign-ins must not take all memory."""


class Passwords:
    """Hashes and compares. `memory` in KiB and `rounds` make it dear to try many; every stored hash carries its own."""

    def __init__(self, memory: int = 64 * 1024, rounds: int = 3) -> None:
        self._argon2 = PasswordHasher(memory_cost=memory, time_cost=rounds, parallelism=min(4, memory // 8))
        self._turn = threading.BoundedSemaphore(AT_ONCE)

    def hashed(self, password: str) -> str:
        with self._turn:
            return self._argon2.hash(_normal(password))

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether this is the password. Takes as long for `None`, an account that does not exist, which no password fits."""
        if stored is None:
            self.hashed(password)
            return False
        try:
            with self._turn:
                return self._argon2.verify(stored, _normal(password)) and len(password) <= LONGEST
        except (Argon2Error, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._argon2.check_needs_rehash(stored)


def faults(password: str, name: str) -> list[str]:
    """Why a password is refused for the user of this name, in words; empty where it is fine."""
    found = []
    if len(password) < SHORTEST:
        found.append(f"it must have at least {SHORTEST} characters")
    if len(password) > LONGEST:
        found.append(f"it must have at most {LONGEST} characters")
    if len(set(password)) < FEWEST_DIFFERENT:
        found.append(f"it must have at least {FEWEST_DIFFERENT} different characters")
    if name and _normal(password).decode().casefold().strip() == name.casefold():
        found.append("it must not be the user name")
    if any("\ud800" <= character <= "\udfff" for character in password):
        found.append("it holds something that is no character")
    return found


def _normal(password: str) -> bytes:
    """One form for one text, however a keyboard makes it: `é` may be one character or two. What is no character is left out."""
    return unicodedata.normalize("NFKC", password[:LONGEST]).encode("utf-8", "ignore")
