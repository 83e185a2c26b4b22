"""Values as JSON, and back: what the log and the side table hold."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.visits.values import from_json, to_json

numbers = st.decimals(allow_nan=False, allow_infinity=False)
values = st.one_of(st.none(), st.booleans(), st.text(), st.dates(), numbers, st.frozensets(st.text(max_size=5), max_size=4))


@given(values)
def test_every_value_comes_back(value: object) -> None:
    """Through real JSON text, with its type and a number's digits."""
    back = from_json(json.loads(json.dumps(to_json(value))))  # type: ignore[arg-type]  # Hypothesis gives the union as object
    assert back == value and type(back) is type(value)
    assert str(back) == str(value) or isinstance(value, frozenset)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1.50"), {"number": "1.50"}),
        (date(2026, 11, 22), {"date": "2026-11-22"}),
        (frozenset(("b", "a")), {"set": ["a", "b"]}),
        ("windows", "windows"),
    ],
)
def test_the_form_that_is_stored(value: object, written: object) -> None:
    """The form is a contract: rows written today are read for years."""
    assert to_json(value) == written  # type: ignore[arg-type]  # a parametrised value


NOT_VALUES = (
    3, 1.5, [], {}, {"number": 1}, {"number": "x"}, {"number": "NaN"}, {"date": "soon"}, {"other": "x"},
    {"number": "1", "date": "2026-01-01"},
)  # fmt: skip


@pytest.mark.parametrize("data", NOT_VALUES)
def test_what_is_no_value_is_refused(data: object) -> None:
    """A damaged row is noticed, not guessed at."""
    with pytest.raises(ValueError):
        from_json(data)
