"""What is taken out of a comment before it is kept, and what stays."""

import time

import pytest

from diagnostics.service.scrubbing import scrubbed


@pytest.mark.parametrize(("text", "kept"), [
    ("Call me: +44 (0)20 7946 0101 or 0171/123456.", "Call me: [number] or [number]."),
    ("(020) 7946-0101!", "[number]!"),
    ("电话13800138000", "[number]"),
    ("Ann.B+x@mail.example.co.uk, thanks", "[e-mail], thanks"),
    ("tag 4GX7H12, order 302-4456781", "tag [number], order [number]"),
    ("my code 7KQ-4MX-2PA", "my code [number]"),
    ("card 4111 1111 1111 1111", "card [number]"),
    ("\uff10\uff12\uff10 7946 0101", "[number]"),
    ("192.168.100.12", "[number]"),
])  # fmt: skip
def test_what_tells_who_wrote_is_taken_out(text: str, kept: str) -> None:
    """Addresses, telephone numbers, and numbers of orders, accounts and devices, however they are written."""
    assert scrubbed(text) == kept


@pytest.mark.parametrize("text", [
    "It took 10 to 15 minutes, 3 times, at 10:30 and 11:45.", "Windows11 and iPhone 15 Pro", "error 0x80070057 after KB5034441",
    "since 2026-11-22 or 12.11.2026", "stop 0x0000007B, step 2 of 4", "in 2019, 2021 and 2023", "@home it works; a@ and @b do not",
])  # fmt: skip
def test_what_says_what_was_wrong_stays(text: str) -> None:
    """Times, days, amounts, versions and error codes."""
    assert scrubbed(text) == text


@pytest.mark.parametrize("text", ["1 " * 500, "a" * 1_000, "a@" * 500, "@" * 1_000, "-1" * 500, "1-" * 500, "(" * 1_000, "+(1" * 333])
def test_no_comment_keeps_the_server_busy(text: str) -> None:
    """The longest and oddest of comments take milliseconds."""
    began = time.perf_counter()
    scrubbed(text)
    assert time.perf_counter() - began < 5  # what grows out of hand takes minutes
