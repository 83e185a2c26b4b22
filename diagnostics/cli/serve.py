"""`diagnostics serve`: the pages, with the trees of a folder published first."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from diagnostics.cli.folders import meant
from diagnostics.cli.services import say_published, services_of
from diagnostics.service.refreshing import refreshing
from diagnostics.settings import Settings
from diagnostics.wiring import Services, publish_folder

if TYPE_CHECKING:
    from webapp.preview import Board


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes a free one.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="How many requests are answered at once.")
@click.option("--watch", is_flag=True, help="Preview FOLDER while you edit it: pages show each save at once, or what is wrong. For authors.")
def serve(folder: Path | None, host: str, port: int, threads: int, watch: bool) -> None:
    """Serve the pages.

    FOLDER, if given, is published first: good trees switch together, a broken one keeps its last good program and is named. Without
    FOLDER the publication in service is served. The settings are variables `DIAGNOSTICS_…` of the environment.

    With --watch nothing is published: a temporary database is used and removed at the end, whatever DIAGNOSTICS_DATABASE says.
    """
    settings = Settings.from_environment()
    if watch:
        return _preview(folder, settings, host, port, threads)
    with stopped_by_signals(), services_of(settings) as services:
        if folder is not None:
            say_published(publish_folder(services, meant((folder,)).folder))
        run(services, settings, host, port, threads)


def _preview(folder: Path | None, settings: Settings, host: str, port: int, threads: int) -> None:
    """Serves a folder to its author, save by save."""
    if folder is None:
        raise click.UsageError("--watch needs the folder that you edit: diagnostics serve --watch trees")
    from diagnostics.cli.previewing import LOOPBACK, board_for, private, watched

    place = meant((folder,)).folder
    board = board_for(place, host, threads)
    if host not in LOOPBACK:
        click.echo(f"Whoever reaches {host} sees what you write in {place}, finished or not.", err=True)
    with stopped_by_signals(board.close), private(settings) as own, services_of(own) as services:
        try:
            with watched(services, place, board):
                click.echo("This is a preview: its visits are kept nowhere.")
                run(services, own, host, port, threads, board)
        except OSError as error:
            raise click.ClickException(f"{place} cannot be watched: {error.strerror or error}") from None


@contextmanager
def stopped_by_signals(first: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Lets SIGTERM end the process as Ctrl-C does: requests under way are answered, and what is temporary is removed. Exit 0.

    `first` lets go what keeps requests waiting: the server answers all of them before it ends.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        first()
        raise SystemExit(0)

    if threading.current_thread() is not threading.main_thread():  # only there can signals be heard
        yield
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run(services: Services, settings: Settings, host: str, port: int, threads: int = 8, board: "Board | None" = None) -> None:
    """Listens until it is told to stop, and says on which address. With a `board` it serves the preview of what is on it.

    Raises:
        click.ClickException: the address cannot be listened on.
    """
    from diagnostics.cli.listening import listen
    from webapp import create_app, taken_in

    app = create_app(services, settings, board)  # outside: a setting that cannot be used is no host that there is not
    try:
        server = listen(app, taken_in(app), host=host, port=port, threads=threads, clear_untrusted_proxy_headers=not settings.proxies)
    except (OSError, ValueError) as error:  # waitress says with a ValueError that there is no such host
        reason = error.strerror if isinstance(error, OSError) else "there is no such host"
        raise click.ClickException(f"cannot listen on {host}:{port}: {reason}") from None
    bound = getattr(server, "effective_listen", None) or [(host, server.effective_port)]  # several where a name has several addresses
    shown = " and ".join(f"http://{f'[{name}]' if ':' in name else name}:{number}/" for name, number in bound)
    click.echo(f"Diagnostics is at {shown}  (stop it with Ctrl-C)")
    try:
        with refreshing(services.keeper, services.clock, settings.refresh_seconds):
            server.run()
    finally:
        server.close()
