"""An expression written out again is the expression that was read."""

import pytest

from diagnostics.conditions.expression import FactType
from diagnostics.conditions.parse import Names, parse
from diagnostics.conditions.written import written

FACTS = {
    "os": FactType("choice", frozenset(("windows", "mac's"))), "signs": FactType("set", frozenset(("red", "green"))),
    "count": FactType("number"), "total": FactType("number"), "bought": FactType("date"), "word": FactType("text"),
}  # fmt: skip
NAMES = Names(FACTS, "lamp", {"lit": FactType("choice", frozenset(("yes", "no")))}, {"fees": "number"})
TEXTS = (
    "os == 'windows'", 'os == "mac\'s"', "os in ['windows']", "'red' in signs and 'green' not in signs", "known(os) or known(answer('lit'))",
    "not (known(os) and known(word))", "not known(os) and known(word)", "(known(os) or known(word)) and count > 1",
    "count - (total - 1) > 2", "count - total - 1 > 2", "-(count + 1) < 2", "count * (total + 1) / 2 >= 0.5", "-count * 2 < 1",
    "round(count, 2) == 1", "round(count) == 1", "days_between(bought, today()) > 730", "bought < date('2026-11-22')",
    "table('fees', os) > 6", "answer('lit') == 'yes'", "1 < count <= 5", "count / (total * 2) != 3",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_reads_the_same(text: str) -> None:
    """Brackets stand where they are needed."""
    expression = parse(text, NAMES, "bool")
    assert parse(written(expression), NAMES, "bool") == expression


@pytest.mark.parametrize("text", TEXTS[:9])
def test_nothing_is_written_that_is_not_needed(text: str) -> None:
    """An author recognises what they wrote."""
    assert written(parse(text, NAMES, "bool")).replace('"', "'") == text.replace('"', "'")
