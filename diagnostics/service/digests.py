"""The weekly digest: made once from the figures, kept, sent once."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from diagnostics.deflection.letters import Letter


class LetterStore(Protocol):
    """Digests by week."""

    def letter(self, week: str) -> Letter | None: ...

    def keep(self, letter: Letter, again: bool) -> Letter:
        """Keeps the first letter of a week, and gives that; `again` replaces it. Whether one was sent stays as it is."""
        ...

    def claim(self, week: str, at: datetime) -> bool:
        """Marks a letter as sent; False where it is already, so that of two senders one sends."""
        ...

    def release(self, week: str) -> None:
        """Takes the mark back."""


class Digests:
    """`clock` gives UTC."""

    def __init__(self, store: LetterStore, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def letter(self, week: str, write: Callable[[datetime], Letter], again: bool = False) -> Letter:
        """The letter of a week: the one that was made, or a new one. What has been told is told the same way again, unless `again`."""
        made = None if again else self._store.letter(week)
        return made or self._store.keep(write(self._clock()), again)

    def send(self, letter: Letter, deliver: Callable[[Letter], object], again: bool = False) -> bool:
        """Hands a letter to `deliver`, once; False where it has been sent before. What `deliver` raises takes the mark back."""
        if not self._store.claim(letter.week, self._clock()) and not again:
            return False
        try:
            deliver(letter)
        except BaseException:  # also when somebody ends the program: better to be sent twice than never
            self._store.release(letter.week)
            raise
        return True
