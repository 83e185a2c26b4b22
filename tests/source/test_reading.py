"""What YAML's scalars are read as, and where things are said to stand."""

import pytest

from diagnostics.source.reader import BOOL, FLOAT, INT, NULL, TEXT, Document, read_bytes
from diagnostics.violations import Violation


def document(text: str) -> Document:
    found = read_bytes(text.encode(), "x.yml")
    assert isinstance(found, Document)
    return found


@pytest.mark.parametrize(
    "written",
    ["yes", "no", "on", "off", "YES", "No", "y", "n", "010", "0010", "-01", "12:30", "1:2:3", "2026-11-22", "0x1F", "0o17", "1_000", "1e", ".", "+",
     ".inf", ".nan", "1.2.3", "5 GB", "~x", "nulls", "<<", "=", "True story", "'5'", '"true"', "'null'", '""'],
)  # fmt: skip
def test_what_a_person_would_call_a_text_stays_a_text(written: str) -> None:
    """YAML 1.1 would make a truth, an octal, a time or a date of many of these."""
    assert document(f"a: {written}\n").root.value[0][1].tag == TEXT


@pytest.mark.parametrize(
    ("tag", "written"),
    [(INT, "0"), (INT, "5"), (INT, "-12"), (INT, "+3"), (FLOAT, "0.5"), (FLOAT, "-1.25"),
     (FLOAT, "5."), (FLOAT, ".5"), (FLOAT, "1e3"), (FLOAT, "2.5E-3"),
     (BOOL, "true"), (BOOL, "True"), (BOOL, "FALSE"), (NULL, "null"), (NULL, "~"), (NULL, "NULL"), (NULL, "")],
)  # fmt: skip
def test_numbers_truths_and_nothing_are_those_of_yaml_1_2(tag: str, written: str) -> None:
    """And nothing else is."""
    assert document(f"a: {written}\n").root.value[0][1].tag == tag


def test_a_place_counts_characters_from_one() -> None:
    """Letters outside ASCII are one column each."""
    read = document("äöü: ß\nb: {c: 日本}\n")
    _, value = read.root.value[1]
    assert read.span(value.value[0][1]) == type(read.span(value))("x.yml", 2, 8, 2)


def test_a_piece_of_a_text_is_found_where_it_is_written() -> None:
    """In quotes, in a block of several lines, and the second of two."""
    read = document("a: 'it''s {x} and {x}'\nb: |\n  one\n  two {y}\n")
    (_, quoted), (_, block) = read.root.value
    assert read.violation_inside("TX001", quoted, "{x}", 1, "m").span.column == 19
    span = read.violation_inside("TX001", block, "{y}", 0, "m").span
    assert (span.line, span.column) == (4, 7)


def test_a_piece_that_is_written_otherwise_is_shown_as_the_whole_text() -> None:
    """An escape in double quotes is not what the text holds."""
    read = document('a: "\\x7bx}"\n')
    assert read.violation_inside("TX001", read.root.value[0][1], "{x}", 0, "m").span.column == 4


def test_the_caret_stands_under_the_place_even_in_a_long_line() -> None:
    """Of a long line a window is shown."""
    text = Violation("ST001", document("a: b\n").span(document("a: b\n").root), "m", source="x" * 500).text()
    assert text.splitlines()[1].strip() == "x" * 100
    read = document("a: " + "y " * 300 + "{z}\n")
    lines = read.violation_inside("TX001", read.root.value[0][1], "{z}", 0, "m").text().splitlines()
    caret = lines[2].index("^")
    assert lines[1][caret : caret + 3] == "{z}"
    assert lines[2][caret:] == "^^^"
