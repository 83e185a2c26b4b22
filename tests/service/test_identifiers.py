"""Identifiers are brought to one form before they are hashed, whatever keyboard they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.keyring import Keyring
from diagnostics.service.identifiers import KINDS, LONGEST, Identifier, hashed, normalised

KEYRING = Keyring(bytes(32))

SAME = [
    ("tag", "7abc-12x", "7ABC12X"),
    ("tag", " 7ABC\u00a012X\t", "7ABC12X"),
    ("tag", "7ABC\u201112X", "7ABC12X"),  # a hyphen at which lines do not break
    ("tag", "\u200b7ABC12X\ufeff", "7ABC12X"),  # zero width, byte order mark
    ("tag", "７ＡＢＣ１２Ｘ", "7ABC12X"),
    ("tag", "7АВС12Х", "7ABC12X"),  # Cyrillic А В С Х
    ("tag", "7ABC12X\u202e", "7ABC12X"),  # right-to-left override
    ("customer", "  K-1009 ", "K-1009"),
    ("customer", "K\u00a0 1009", "K 1009"),
    ("phone", "+1 (202) 555-0143", "+12025550143"),
    ("phone", "tel:+1-202-555-0143", "+12025550143"),
    ("phone", "sip:+12025550143@pbx.example", "+12025550143"),
    ("phone", "001 202 555 0143", "+12025550143"),
    ("phone", "+1 202 555 0143 ext. 9", "+12025550143"),
    ("phone", "＋１２０２５５５０１４３", "+12025550143"),
    ("phone", "+١٢٠٢٥٥٥٠١٤٣", "+12025550143"),
    ("phone", "\u202a+1 202 555 0143\u202c", "+12025550143"),  # as an address book copies it
    ("email", " Ann.Lee@Example.COM ", "ann.lee@example.com"),
    ("email", "ann@e\u0301cole.fr", "ann@\u00e9cole.fr"),
    ("email", "İLKE@example.com", "i̇lke@example.com"),
]

NOTHING = [
    ("tag", ""), ("tag", " - "), ("tag", "N/A"), ("tag", "0000000"), ("tag", "X" * 65), ("tag", "unknown"), ("tag", "\0"),
    ("customer", "none"), ("customer", "\u200b"), ("customer", "9" * 10),
    ("phone", "anonymous"), ("phone", "555-0143"), ("phone", "12"), ("phone", "+1 202"), ("phone", "+999 12345678"), ("phone", "1" * 70),
    ("email", "ann"), ("email", "ann@"), ("email", "ann lee@example.com"), ("email", "a@b@c.de"), ("email", "ann@localhost"),
    ("email", "a" * 250 + "@example.com"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "form"), SAME)
def test_spellings_of_one_identifier_are_one(kind: Identifier, text: str, form: str) -> None:
    """Two sources that write the same thing differently give the same key."""
    assert normalised(kind, text) == form
    assert hashed(KEYRING, kind, text) == hashed(KEYRING, kind, form)


@pytest.mark.parametrize(("kind", "text"), NOTHING)
def test_what_identifies_nobody_is_no_key(kind: Identifier, text: str) -> None:
    """Placeholders and damaged values would join strangers; they are left out."""
    assert normalised(kind, text) is None
    assert hashed(KEYRING, kind, text) is None


@pytest.mark.parametrize(("text", "region"), [("030 1234567", "DE"), ("(030) 1234567", "DE"), ("0049 30 1234567", "DE"), ("+49 30 1234567", "US")])
def test_a_number_without_a_country_is_read_with_that_of_its_source(text: str, region: str) -> None:
    """The region completes national numbers and never changes international ones."""
    assert normalised("phone", text, region) == "+49301234567"


def test_a_region_that_does_not_exist_completes_nothing() -> None:
    """It is as if there were none."""
    assert normalised("phone", "030 1234567", "XX") is None


def test_kinds_do_not_mix_and_the_secret_matters() -> None:
    """The same text as tag and as customer is two keys; another installation has others; the text does not shine through."""
    texts = {hashed(keyring, kind, "K1009A") for keyring in (KEYRING, Keyring(b"x" * 32)) for kind in ("tag", "customer")}
    assert len(texts) == 4
    assert all(key and "1009" not in key.value and len(key.value) == 32 for key in texts)


@given(st.sampled_from(KINDS), st.text(max_size=80), st.sampled_from(["", "DE", "US", "CN", "??"]))
def test_a_form_is_its_own_form(kind: Identifier, text: str, region: str) -> None:
    """Whatever is typed, reading never raises, and a normalised identifier stays as it is."""
    form = normalised(kind, text, region)
    assert form is None or (normalised(kind, form, region) == form and len(form) <= 4 * LONGEST[kind])


@given(st.text(alphabet="ABCDEFGHJKMNP23456789", min_size=5, max_size=12), st.data())
def test_spaces_hyphens_and_case_do_not_matter_in_a_tag(tag: str, data: st.DataObject) -> None:
    """A tag with anything of that kind put between gives the key of the bare tag."""
    spelt = "".join(c + data.draw(st.sampled_from(["", " ", "-", "\u2013", "\u00a0", "\u200b"])) for c in tag)
    assert normalised("tag", spelt.lower()) == normalised("tag", tag)


@given(st.integers(2_000_000, 9_999_999), st.sampled_from([" ", "-", ".", "", "/", "\u00a0", "\u2011"]))
def test_a_number_is_the_same_however_it_is_grouped(number: int, between: str) -> None:
    """Groups and signs between them do not matter."""
    digits = str(number)
    assert normalised("phone", f"030{between}{digits[:3]}{between}{digits[3:]}", "DE") == f"+4930{digits}"
