"""`diagnostics demo`: the sample trees on a temporary database, at once, and a year of invented visits and calls a little later."""

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from diagnostics.accounts.account import ROLES
from diagnostics.cli.serve import run, stopped_by_signals
from diagnostics.cli.services import say_published, services_of
from diagnostics.cli.user import generated
from diagnostics.samples import sample_trees
from diagnostics.samples.order_status import sample_providers
from diagnostics.samples.seeding import Stopped, seed
from diagnostics.service.refreshing import refreshing
from diagnostics.settings import Settings
from diagnostics.wiring import Services, StoreError, publish_folder

REFRESH_SECONDS = 5
"""How soon a visit of one's own is on the dashboard."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 8000 if left out, or a free one where something else has that.")
def demo(host: str, port: int | None) -> None:
    """Try the product: the sample trees, a temporary database that is removed at the end, and an address to open.

    More than a year of invented visits and calls is written while you look round, so that the dashboard has something to show.
    """
    with stopped_by_signals(), tempfile.TemporaryDirectory(prefix="diagnostics-demo-") as folder:
        settings = replace(Settings.from_environment(), database=f"sqlite:///{Path(folder) / 'demo.sqlite3'}",
                           secret_file=f"{Path(folder) / 'demo.secret'}", zone="UTC", refresh_seconds=0)  # fmt: skip
        with services_of(settings, sample_providers()) as built:
            services = replace(built, demo=True)
            say_published(publish_folder(services, sample_trees(), "demo"))
            click.echo("Order numbers to try in “Where is my order”: 100-0000001 to 100-0000006.")
            password = generated()
            services.accounts.create("demo", password, ROLES, "demo")
            click.echo(f"Pages for staff are at /sign-in: user demo, password {password} (for this run only).")
            with _seeding(services):
                run(services, settings, host, _usual_port(host) if port is None else port)


@contextmanager
def _seeding(services: Services) -> Iterator[None]:
    """Writes the sample history beside the server, and then keeps the ledger up to date: not before, or what it told of a week half
    written would be restated. The block's end stops it, and waits until it has let go of the database."""
    stopped = threading.Event()

    def work() -> None:
        try:
            count = seed(services, stopped.is_set)
        except Stopped:
            return
        except StoreError as error:
            click.echo(f"The sample history could not be written: {error}", err=True)
            return
        click.echo(f"The dashboard is full: {count:,} invented visits at /dashboard.")
        with refreshing(services.keeper, services.clock, REFRESH_SECONDS):
            stopped.wait()

    worker = threading.Thread(target=work, name="seeding")
    worker.start()
    try:
        yield
    finally:
        stopped.set()
        worker.join()


def _usual_port(host: str) -> int:
    """8000, or 0 for any: whoever tries the product has not chosen a port."""
    try:
        socket.create_server((host, 8000)).close()
    except OSError:
        return 0
    return 8000
