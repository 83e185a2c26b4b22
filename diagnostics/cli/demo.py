"""`diagnostics demo`: the sample trees on a temporary database, at once."""

import socket
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from diagnostics.cli.serve import run, stopped_by_signals
from diagnostics.cli.services import say_published, services_of
from diagnostics.samples import sample_trees
from diagnostics.samples.order_status import sample_providers
from diagnostics.settings import Settings
from diagnostics.wiring import publish_folder


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 8000 if left out, or a free one where something else has that.")
def demo(host: str, port: int | None) -> None:
    """Try the product: the sample trees, a temporary database that is removed at the end, and an address to open."""
    with stopped_by_signals(), tempfile.TemporaryDirectory(prefix="diagnostics-demo-") as folder:
        settings = replace(Settings.from_environment(), database=f"sqlite:///{Path(folder) / 'demo.sqlite3'}")
        with services_of(settings, sample_providers()) as services:
            say_published(publish_folder(services, sample_trees(), "demo"))
            click.echo("Order numbers to try in “Where is my order”: 100-0000001 to 100-0000006.")
            run(services, settings, host, _usual_port(host) if port is None else port)


def _usual_port(host: str) -> int:
    """8000, or 0 for any: whoever tries the product has not chosen a port."""
    try:
        socket.create_server((host, 8000)).close()
    except OSError:
        return 0
    return 8000
