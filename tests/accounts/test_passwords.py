"""Passwords: what is stored, what fits, what is refused."""

import unicodedata
from typing import Any

import argon2
import pytest

from diagnostics.accounts.passwords import LONGEST, Passwords, faults

GOOD = "correct horse battery"
CHEAP = Passwords(memory=8, rounds=1)


def test_what_is_stored_is_argon2id_with_a_salt() -> None:
    """The parameters of RFC 9106 for 64 MiB; twice the same password is stored as two texts, and neither holds it."""
    passwords = Passwords()
    one, other = passwords.hashed(GOOD), passwords.hashed(GOOD)
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other and GOOD not in one
    assert passwords.fits(GOOD, one) and passwords.fits(GOOD, other)


@pytest.mark.parametrize("wrong", ["", "correct horse batter", "Correct horse battery", GOOD + " ", GOOD + "\0", "\0" + GOOD, "\ud800", "x" * 99_999])
def test_only_the_password_fits(wrong: str) -> None:
    """Whatever is typed instead is a wrong password, and no error."""
    assert not CHEAP.fits(wrong, CHEAP.hashed(GOOD))


def test_a_password_is_the_same_from_every_keyboard() -> None:
    """`é` as one character or as two."""
    text = "bœuf à la crème brûlée"
    assert CHEAP.fits(unicodedata.normalize("NFD", text), CHEAP.hashed(unicodedata.normalize("NFC", text)))


def test_nothing_behind_the_longest_counts_as_the_password() -> None:
    """A longer text than may be a password does not fit, though its beginning would."""
    longest = "abcdefghij" * (LONGEST // 10)
    assert CHEAP.fits(longest, CHEAP.hashed(longest)) and not CHEAP.fits(longest + "x", CHEAP.hashed(longest))


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$v=19$m=8,t=1,p=1$broken", "plain:" + GOOD, GOOD])
def test_a_damaged_hash_fits_nothing(stored: str) -> None:
    """What the database holds is never compared as it is."""
    assert not CHEAP.fits(GOOD, stored)


def test_nobodys_password_is_reckoned_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account that does not exist cannot be told by the time: the same hash, with the same parameters, is computed for it."""
    reckoned: list[tuple[int, int]] = []
    real = argon2.low_level.hash_secret

    def counted(*arguments: Any, **parameters: Any) -> bytes:
        reckoned.append((parameters["memory_cost"], parameters["time_cost"]))
        return real(*arguments, **parameters)

    monkeypatch.setattr("argon2._password_hasher.hash_secret", counted)
    assert not Passwords(memory=64, rounds=2).fits("something else", None)
    assert reckoned == [(64, 2)]


def test_older_parameters_are_noticed() -> None:
    """So that the hash is made anew at the next sign-in."""
    assert CHEAP.outdated(Passwords(memory=16, rounds=1).hashed(GOOD)) and not CHEAP.outdated(CHEAP.hashed(GOOD))


@pytest.mark.parametrize(("password", "why"), [
    ("", "at least 12 characters"), ("elevenchars", "at least 12 characters"), ("a" * 201, "at most 200 characters"),
    ("aaaaaaaaaaaa", "5 different"), ("121212121212", "5 different"), ("maria.keller", "user name"), ("MARIA.Keller", "user name"),
    (" maria.keller ", "user name"), ("correct horse \ud800 battery", "no character"),
])  # fmt: skip
def test_refused(password: str, why: str) -> None:
    """Each fault is named."""
    assert any(why in fault for fault in faults(password, "maria.keller"))


@pytest.mark.parametrize("password", [
    GOOD, "twelve chars", "пароль из слов", "密码是一句很长的话啊啊对", "x\0y z 12345678", "a" * 190 + "bcdefghijk",
])  # fmt: skip
def test_accepted(password: str) -> None:
    """Words of any script; no rule about digits and signs."""
    assert faults(password, "maria.keller") == []
