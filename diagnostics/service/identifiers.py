"""What a person or a device is known by to the one form in which two sources write it alike, and that to a keyed hash.

The plain form lives only as long as the call of these functions: it is never stored and never logged. Hashes are compared, never read.
"""

import re
import unicodedata
from typing import Literal, get_args

from phonenumbers import SUPPORTED_REGIONS, NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from diagnostics.deflection.records import Key
from diagnostics.keyring import Keyring

Identifier = Literal["tag", "customer", "phone", "email"]
KINDS: tuple[Identifier, ...] = get_args(Identifier)
REGIONS = frozenset(SUPPORTED_REGIONS)
"""Countries (`DE`) whose telephone numbers can be read without their prefix."""

LONGEST = {"tag": 64, "customer": 128, "phone": 64, "email": 254}
"""Characters. What is longer is no identifier."""

MEANS_NOTHING = frozenset((
    "", "na", "n/a", "n.a.", "nil", "none", "null", "unknown", "anonymous", "private", "withheld", "restricted", "unavailable", "test", "tbd",
    "missing", "unbekannt", "inconnu", "неизвестно",
))  # fmt: skip
"""What people and systems write where there is no identifier. Taken as one, it would make a single person of all of them."""

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX")
"""Service tags are Latin. Typed on a Russian or Greek keyboard they look the same and are other characters."""

_SIP = re.compile(r"sips?:([^@;]+)", re.I)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def normalised(kind: Identifier, text: str, region: str = "") -> str | None:
    """The one form of an identifier: a tag in capitals without spaces and hyphens, a customer's number trimmed, a telephone number in
    E.164, an e-mail address in small letters. `region` is the country (`DE`) of numbers that begin without one, "" for none.

    None: this is no such identifier, or one that means nothing (`N/A`, `0000000`).
    """
    if len(text) > 4 * LONGEST[kind]:  # looked at before the text is worked on
        return None
    plain = _plain(text)
    if len(plain) > LONGEST[kind] or plain.casefold() in MEANS_NOTHING:
        return None
    match kind:
        case "tag":
            return _telling(_tag(plain))
        case "customer":
            return _telling(plain)
        case "phone":
            return _phone(plain, region)
        case "email":
            address = _plain(plain.lower())
            return address if _ADDRESS.fullmatch(address) else None


def hashed(keyring: Keyring, kind: Identifier, text: str, region: str = "") -> Key | None:
    """An identifier as a key by which visits and calls find each other. None: see `normalised`."""
    found = normalised(kind, text, region)
    return Key(kind, keyring.hashed(f"identifier:{kind}", found)) if found else None


def _plain(text: str) -> str:
    """Compatible characters (full width, ligatures) as one, single spaces, and nothing that cannot be seen: zero-width characters,
    marks of direction, controls."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isspace() or not unicodedata.category(c).startswith("C"))
    return unicodedata.normalize("NFKC", " ".join(seen.split()))


def _tag(plain: str) -> str:
    capitals = _plain(plain.upper()).translate(_LOOK_ALIKES)
    return "".join(c for c in capitals if not c.isspace() and unicodedata.category(c) != "Pd" and c not in "_\u2212")


def _telling(text: str) -> str | None:
    """Nothing for `000000` and `----`: the same sign again and again is what systems fill a field with."""
    signs = {c for c in text if c.isalnum()}
    return text if len(signs) > 1 or (signs and len(text) == 1) else None


def _phone(plain: str, region: str) -> str | None:
    sip = _SIP.match(plain)
    dialled = sip[1] if sip else plain
    if not region and dialled.startswith("00"):
        dialled = "+" + dialled[2:]
    try:
        number = parse(dialled, region if region in REGIONS else None)
    except NumberParseException:
        return None
    return format_number(number, PhoneNumberFormat.E164) if is_possible_number(number) else None
