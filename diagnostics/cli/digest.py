"""`diagnostics digest`: the Monday letter of a week, shown, written to files, or sent."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from diagnostics.cli.services import services_of
from diagnostics.deflection.letters import Letter, last_week, monday_of
from diagnostics.settings import Settings
from diagnostics.smtp import MailError, mail_server, send
from diagnostics.wiring import Services


@click.command()
@click.option("--week", metavar="2026-W47", help="The ISO week to tell of; the last whole week if left out.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write <week>.html and <week>.txt into this folder.")
@click.option("--send", "sends", is_flag=True, help="Send it by the mail server of the settings, once.")
@click.option("--again", is_flag=True, help="Make it anew, or send it anew, although that has been done.")
def digest(week: str | None, folder: Path | None, sends: bool, again: bool) -> None:
    """The letter of a week: five sentences, the figures, three movers, one customer's words, and what was told differently before.

    A week's letter is made once and then stays as it is, and is sent once: run it every Monday morning, as often as you like.
    """
    settings = Settings.from_environment()
    with services_of(settings) as services:
        today = services.clock().astimezone(ZoneInfo(settings.zone)).date()
        chosen = week or last_week(today)
        try:
            if monday_of(chosen) > today:
                raise click.UsageError(f"the week {chosen} has not begun")
        except ValueError as error:
            raise click.UsageError(str(error)) from None
        made = services.digests.letter(chosen, lambda now: _written(services, settings, chosen, now), again)
        if folder is not None:
            _to_files(made, folder)
        if sends:
            _to_people(services, settings, made, again)
        if folder is None and not sends:
            click.echo(made.text)


def _written(services: Services, settings: Settings, week: str, now: datetime) -> Letter:
    from webapp import create_app
    from webapp.dashboard import digest as written

    with create_app(services, settings).test_request_context():
        return written.letter(services, week, now)


def _to_files(letter: Letter, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, body in ((".html", letter.html), (".txt", letter.text)):
            (folder / f"{letter.week}{suffix}").write_text(body, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror}") from None
    click.echo(f"Wrote {folder / letter.week}.html and .txt")


def _to_people(services: Services, settings: Settings, letter: Letter, again: bool) -> None:
    try:
        if not settings.smtp:
            raise MailError("there is no mail server in the settings (DIAGNOSTICS_SMTP)")
        server = mail_server(settings.smtp, settings.smtp_password_file)
        reached: list[str] = []
        sent = services.digests.send(
            letter, lambda it: reached.extend(send(server, settings.mail_from, settings.mail_to, it.subject, it.text, it.html)), again)  # fmt: skip
    except MailError as error:
        raise click.ClickException(str(error)) from None
    told = f"Sent {letter.week} to {', '.join(reached)}."
    click.echo(told if sent else f"The letter of {letter.week} has been sent already; --again sends it anew.")
