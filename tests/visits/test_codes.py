"""The visit code: what is read out, mistyped and written down by hand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.visits.codes import ALPHABET, LENGTH, check_character, new_code, read_code, shown

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)


def whole(body: str) -> str:
    return body + check_character(body)


def test_a_code_of_known_characters_has_this_check_character() -> None:
    """Counted by hand: 2·0 + 3·1 + … + 9·7 = 196, and 196 mod 31 = 10, which is C."""
    assert whole("23456789") == "23456789C"


def test_a_new_code_is_one_that_can_be_read() -> None:
    """Of nine characters that are not easily confused, in three groups."""
    code = new_code()
    assert read_code(shown(code)) == code
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}", shown(code))


@given(bodies)
def test_case_spaces_and_hyphens_do_not_matter(body: str) -> None:
    """People type as they hear."""
    code = whole(body)
    assert read_code(f" {code[:2].lower()} {code[2:5]}-{code[5:].lower()} ") == code


@given(bodies, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body: str, position: int, other: str) -> None:
    """Wherever it stands, the check character itself included."""
    code = whole(body)
    wrong = code[:position] + other + code[position + 1 :]
    assert read_code(wrong) == (code if wrong == code else None)


@given(bodies, st.integers(0, LENGTH - 2))
def test_two_swapped_neighbours_are_noticed(body: str, position: int) -> None:
    """The commonest slip after a wrong character."""
    code = whole(body)
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert read_code(swapped) == (code if swapped == code else None)


@pytest.mark.parametrize("typed", ["", "23456789", "23456789CC", "0OIL11111", "12345678\N{GREEK SMALL LETTER ALPHA}", "ſ23456789", "\N{SNOWMAN}" * 9])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    """Too short, too long, and characters that no code has."""
    assert read_code(typed) is None
