"""A visitor to an arm, by a keyed hash: drawn by nothing that the visitor is or does, and the same again at any time."""

import hashlib
import hmac
from dataclasses import dataclass

from diagnostics.deflection.records import Arm

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Assignment:
    """An arm, with the share of the comparison group under which it was drawn, in parts per million, and the name of that allocation."""

    arm: Arm
    p_ppm: int
    alloc_id: str


OUTSIDE = Assignment("none", 0, "")
"""Of visits that are not compared: no cookie, no customer, no comparison group."""


def draw(salt: bytes, visitor: str, p_ppm: int) -> Assignment:
    """A visitor's arm under a share of `p_ppm`. With one salt nobody leaves the comparison group while the share grows."""
    arm: Arm = "holdout" if place(salt, visitor) < p_ppm else "tree"
    return Assignment(arm, p_ppm, f"share-{p_ppm}")


def place(salt: bytes, visitor: str) -> int:
    """Where a visitor stands among a million: the first eight bytes of HMAC-SHA-256, modulo 10⁶ (uneven by less than 10⁻¹³)."""
    return int.from_bytes(hmac.digest(salt, visitor.encode(), hashlib.sha256)[:8], "big") % PPM
