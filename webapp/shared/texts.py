"""Authors' texts to safe HTML: the variant that holds, Markdown without HTML, facts filled in as the reader's language writes them.

Facts are filled in after the Markdown was read and cleaned, and are escaped: what a customer typed is never read as Markdown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from functools import lru_cache
from unicodedata import category
from urllib.parse import quote

import nh3
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from diagnostics.conditions.evaluate import Scope
from diagnostics.conditions.expression import Value
from diagnostics.engine import State
from diagnostics.program.texts import BRACES, wording
from diagnostics.program.types import Fact, Program, Text

_SLOT = re.compile("\ue000([0-9]+)\ue001|%EE%80%80([0-9]+)%EE%80%81")
"""Where a fact goes: into text, or into the address of a link. One pattern, so that what is filled in is not searched again."""
_TAG = re.compile(r"<[^>]+>")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": True}).disable(["image", "html_inline", "html_block"]).enable("smartquotes")
"""Authors type straight quotes; readers see real ones."""
_TAGS = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "a", "br", "hr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True, slots=True)
class Texts:
    """A program's texts as they read now, for one reader. `facts` are its declarations."""

    facts: Mapping[str, Fact]
    scope: Scope
    locale: Locale

    def block(self, text: Text | None) -> Markup:
        """Paragraphs and lists. Empty for no text."""
        return self._html(text, inline=False)

    def inline(self, text: Text | None) -> Markup:
        """One line, for headings and labels."""
        return self._html(text, inline=True)

    def plain(self, text: Text | None) -> str:
        """Without any markup, for titles and attributes."""
        return Markup(_TAG.sub("", self.inline(text))).unescape()

    def value(self, fact: str, value: Value | None) -> str:
        """A fact's value as the reader's language writes it."""
        return written(self.facts.get(fact), value, self.locale)

    def _html(self, text: Text | None, inline: bool) -> Markup:
        source = wording(text, self.scope)
        if not source:
            return Markup("")
        html, facts = _rendered(source, inline)
        if not facts:
            return Markup(html)
        values = [self.value(fact, self.scope.facts.get(fact)) for fact in facts]
        return Markup(_SLOT.sub(lambda slot: str(escape(values[int(slot[1])])) if slot[1] else quote(values[int(slot[2])], safe=""), html))


def texts_of(program: Program, state: State, locale: Locale) -> Texts:
    """The texts of a visit's program, with what the visit knows."""
    return Texts(program.facts, Scope(state.facts, state.start.day, program.tables), locale)


def written(fact: Fact | None, value: Value | None, locale: Locale) -> str:
    """A value in words: labels for choices, numbers and days as the locale writes them. Empty for None."""
    labels = fact.values if fact else {}
    if value is None:
        return ""
    if isinstance(value, frozenset):
        named = [labels[item] for item in labels if item in value] or sorted(value)
        return format_list(named, locale=locale) if named else _("None of these")
    if isinstance(value, Decimal):
        return _number(value, fact.kind == "money" if fact else False, locale)
    if isinstance(value, date):
        return format_date(value, "long", locale=locale)
    return labels.get(str(value), str(value))


def _number(value: Decimal, money: bool, locale: Locale) -> str:
    """Money with two decimals, unless it is whole; of any other number no more than six, as `round()` knows them."""
    digits = 2 if money else 6
    try:
        rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    except DecimalException:  # more digits than are kept, so large is it
        return f"{value.normalize():f}"
    pattern = "#,##0.00" if money and rounded != rounded.to_integral_value() else None
    return format_decimal(rounded.normalize(), format=pattern, locale=locale, decimal_quantization=pattern is not None)


def stands_before(unit: str, locale: Locale) -> bool:
    """Whether a unit is a currency sign that the reader's language writes before the number."""
    return len(unit) == 1 and category(unit) == "Sc" and locale.currency_formats["standard"].pattern.startswith("\u00a4")


@lru_cache(maxsize=20_000)
def _rendered(source: str, inline: bool) -> tuple[str, tuple[str, ...]]:
    """Clean HTML with numbered slots, and the facts that go into them."""
    facts: list[str] = []

    def slot(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        facts.append(match[1])
        return f"\ue000{len(facts) - 1}\ue001"

    marked = BRACES.sub(slot, _SLOT.sub("", source))
    html = _MARKDOWN.renderInline(marked) if inline else _MARKDOWN.render(marked)
    tags = _TAGS if not inline else {"em", "strong", "code", "a", "br"}
    return nh3.clean(html, tags=tags, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto", "tel"}), tuple(facts)
