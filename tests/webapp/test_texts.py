"""Authors' texts as HTML: what is left of them, and what never is."""

from datetime import date

import pytest
from babel import Locale

from diagnostics.conditions.evaluate import Scope
from webapp.shared.texts import Texts

TEXTS = Texts({}, Scope({}, date(2026, 11, 22)), Locale("en"))


def test_a_link_leaves_nothing_behind() -> None:
    """Where a customer came from is nobody's business."""
    assert str(TEXTS.inline("[the page](https://example.com/)")) == '<a href="https://example.com/" rel="noopener noreferrer">the page</a>'


@pytest.mark.parametrize("address", ["ftp://example.com/", "ws://example.com/", "intent:open", "javascript:alert(1)", "JaVaScRiPt:x"])
def test_only_addresses_that_people_open_stay_links(address: str) -> None:
    """Two walls: the Markdown reader knows the worst of them, the cleaner lets through the best only."""
    assert "href" not in str(TEXTS.inline(f"[x]({address})"))


@pytest.mark.parametrize("text", ["<script>x</script>", "<b onclick=x>b</b>", "<!-- c -->", "![x](https://example.com/x.png)"])
def test_html_and_pictures_stay_text(text: str) -> None:
    """A tree is data; its pictures have a key of their own."""
    shown = str(TEXTS.block(text))
    assert "<script" not in shown and "<b" not in shown and "<!--" not in shown and "<img" not in shown


def test_a_heading_in_a_label_is_no_heading() -> None:
    """One line has no blocks in it."""
    assert str(TEXTS.inline("# Loud")) == "# Loud"
