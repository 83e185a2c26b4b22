"""The visit code: eight random characters and a check character, read out as `7KQ-4MX-2PA`.

It is also the case number. The alphabet leaves out characters that are easily confused (0 O, 1 I L); the check character is
the sum of (position + 2) × value over the eight, modulo 31, so that one wrong character or two swapped neighbours are noticed.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 9


def new_code() -> str:
    """A fresh code without hyphens. 31⁸ are possible: about 8.5 × 10¹¹."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    return ALPHABET[sum((i + 2) * ALPHABET.index(c) for i, c in enumerate(body)) % len(ALPHABET)]


def read_code(typed: str) -> str | None:
    """The code as stored, from whatever was typed (case, spaces and hyphens do not matter), or None where it cannot be one."""
    code = "".join(c for c in typed.upper() if c.isalnum())
    if len(code) != LENGTH or any(c not in ALPHABET for c in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def shown(code: str) -> str:
    return "-".join((code[:3], code[3:6], code[6:]))
