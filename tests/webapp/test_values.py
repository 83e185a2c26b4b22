"""Values in words, as the reader's language writes them, and labels that customers type."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from babel import Locale
from flask import Flask

from diagnostics.conditions.expression import Value
from diagnostics.program.types import Fact
from webapp.shared.texts import stands_before, written
from webapp.visit.fields import value_of

MONEY, NUMBER = Fact("Rent", "money"), Fact("Share", "number")
SIGNS = Fact("Signs", "set", {"noise": "A noise", "smell": "A smell"})


@pytest.mark.parametrize(("fact", "value", "english", "german"), [
    (MONEY, Decimal("1200.5"), "1,200.50", "1.200,50"),
    (MONEY, Decimal("48.00"), "48", "48"),
    (MONEY, Decimal("0.125"), "0.13", "0,13"),
    (MONEY, Decimal(10) ** 24, f"1{',000' * 8}", f"1{'.000' * 8}"),
    (NUMBER, Decimal(10) ** 60, f"1{'0' * 60}", f"1{'0' * 60}"),
    (NUMBER, Decimal(100) / 3, "33.333333", "33,333333"),
    (NUMBER, Decimal("0.5"), "0.5", "0,5"),
    (SIGNS, frozenset(("noise", "smell")), "A noise and A smell", "A noise und A smell"),
])  # fmt: skip
def test_a_value_as_the_language_writes_it(fact: Fact, value: Value, english: str, german: str) -> None:
    """Money with two decimals or none, no endless fractions."""
    assert written(fact, value, Locale("en")) == english
    assert written(fact, value, Locale("de")) == german


def test_a_set_of_nothing_reads_as_none_of_these(make_app: Callable[..., Flask]) -> None:
    """So that "You told us that you get: …" has an end."""
    with make_app().test_request_context():
        assert written(SIGNS, frozenset(), Locale("en")) == "None of these"


@pytest.mark.parametrize(("unit", "locale", "before"), [("\u00a3", "en", True), ("\u20ac", "de", False), ("kg", "en", False), ("", "en", False)])
def test_where_a_currency_sign_stands(unit: str, locale: str, before: bool) -> None:
    """Before the number in English, behind it in German."""
    assert stands_before(unit, Locale(locale)) is before


@pytest.mark.parametrize("typed", ["C\u00f4te d\u2019Ivoire", "cote d'ivoire", "  COTE  D'IVOIRE ", "cote d"])
def test_a_country_is_found_without_its_accents(typed: str) -> None:
    """Nobody's keyboard has every country's letters."""
    assert value_of({"ci": "C\u00f4te d\u2019Ivoire", "cr": "Costa Rica"}, typed) == "ci"
