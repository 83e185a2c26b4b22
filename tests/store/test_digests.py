"""Weekly digests in both databases: made once, sent once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from diagnostics.deflection.letters import Letter
from diagnostics.service.digests import Digests
from diagnostics.store.digests import SqlLetters

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LETTER = Letter("2026-W47", "Guides – 47", "Привет", "<p>你好</p>", NOW)


def write(at: datetime) -> Letter:
    return replace(LETTER, made_at=at)


def test_a_letter_is_made_once(engine: Engine) -> None:
    """Asked for again it is the same, whatever has become of the figures; only `again` makes it anew."""
    digests = Digests(SqlLetters(engine), lambda: NOW)
    assert digests.letter("2026-W47", write) == LETTER
    changed = lambda at: replace(LETTER, text="other", made_at=at)  # noqa: E731  # a letter of today
    later = Digests(SqlLetters(engine), lambda: NOW + timedelta(hours=1))
    assert later.letter("2026-W47", changed) == LETTER
    assert later.letter("2026-W47", changed, again=True) == replace(LETTER, text="other", made_at=NOW + timedelta(hours=1))


def test_of_two_senders_one_sends(engine: Engine) -> None:
    """Two machines whose clocks strike seven."""
    digests = Digests(SqlLetters(engine), lambda: NOW)
    letter = digests.letter("2026-W47", write)
    sent: list[str] = []
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: digests.send(letter, lambda it: sent.append(it.week)), range(4)))
    assert (sorted(said), sent) == ([False, False, False, True], ["2026-W47"])
    assert digests.send(letter, lambda it: sent.append(it.week), again=True) and len(sent) == 2


def test_what_was_not_taken_is_sent_next_time(engine: Engine) -> None:
    """The mail server was away: the mark is taken back, and the reason is raised."""
    digests = Digests(SqlLetters(engine), lambda: NOW)
    letter = digests.letter("2026-W47", write)

    def away(it: Letter) -> None:
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        digests.send(letter, away)
    assert SqlLetters(engine).letter("2026-W47") == LETTER
    assert digests.send(letter, lambda it: None)
