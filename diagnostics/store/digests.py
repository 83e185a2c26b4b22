"""Weekly digests in SQL: each is made once and sent once."""

from datetime import datetime

from sqlalchemy import Engine, insert, select, update

from diagnostics.deflection.letters import Letter
from diagnostics.store.database import alone, reading, writing
from diagnostics.store.ledger_schema import digest as table


class SqlLetters:
    """`service.digests.LetterStore` on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def letter(self, week: str) -> Letter | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(table).where(table.c.week == week)).one_or_none()
        return Letter(row.week, row.body["subject"], row.body["text"], row.body["html"], row.made_at, row.sent_at) if row else None

    def keep(self, letter: Letter, again: bool) -> Letter:
        """Keeps the first letter of a week, and gives that; `again` replaces it. Whether one was sent stays as it is."""
        body = {"subject": letter.subject, "text": letter.text, "html": letter.html}
        with writing(self._engine) as connection:
            alone(connection, "digest")
            mine = table.c.week == letter.week
            if connection.scalar(select(table.c.week).where(mine)) is None:
                connection.execute(insert(table).values(week=letter.week, made_at=letter.made_at, sent_at=letter.sent_at, body=body))
            elif again:
                connection.execute(update(table).where(mine).values(made_at=letter.made_at, body=body))
        return self.letter(letter.week) or letter

    def claim(self, week: str, at: datetime) -> bool:
        """Marks a letter as sent; False where it is already, so that of two senders one sends."""
        with writing(self._engine) as connection:
            unsent = (table.c.week == week) & table.c.sent_at.is_(None)
            return connection.execute(update(table).where(unsent).values(sent_at=at)).rowcount == 1

    def release(self, week: str) -> None:
        """Takes the mark back: the mail server did not take it."""
        with writing(self._engine) as connection:
            connection.execute(update(table).where(table.c.week == week).values(sent_at=None))
