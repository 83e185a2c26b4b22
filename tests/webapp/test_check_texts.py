"""Every kind of check has its words, and only those that a browser can run here promise a run."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from diagnostics.model import language
from webapp.visit.check_texts import RUNS_HERE, texts_for

CHECKS = Path(__file__).parents[2] / "webapp" / "static" / "checks"
KINDS = sorted(language.CHECK_KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_asks_its_manual_question(kind: str) -> None:
    """Each kind of the language has a question with three different answers, and says why and what is kept."""
    app = Flask(__name__)
    Babel(app)  # type: ignore[no-untyped-call]  # flask_babel has no annotation here
    with app.test_request_context():
        texts = texts_for(kind)
        assert str(texts.manual_question).endswith("?")
        assert len({str(texts.passes), str(texts.fails), str(texts.cannot_tell)}) == 3
        assert str(texts.heading) and str(texts.why) and str(texts.stays)
        assert bool(texts.start) == bool(texts.ask) == bool(texts.passed) == texts.runs


@pytest.mark.parametrize("kind", sorted(RUNS_HERE))
def test_the_words_of_a_run_are_those_that_its_module_uses(kind: str) -> None:
    """No word that checks/<kind>.js reads is missing, and none is sent in vain."""
    app = Flask(__name__)
    Babel(app)  # type: ignore[no-untyped-call]  # flask_babel has no annotation here
    source = (CHECKS / f"{kind}.js").read_text(encoding="utf-8")
    named = set(re.findall(r"words\.(\w+)", source))
    prefixes = tuple(re.findall(r"words\[`(\w+_)\$", source))
    looked_up = set(re.findall(r'"(\w+)"', source)) if "words[" in source else set()
    with app.test_request_context():
        words = set(texts_for(kind).for_browser())
    assert named <= words
    assert {word for word in words if not word.startswith(prefixes)} <= named | looked_up | {"running", "passed", "failed", "unavailable"}
