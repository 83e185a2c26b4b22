"""A web page that an author has open beside the preview: it reads no draft under a name of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from diagnostics.cli.previewing import Follower, board_for, private
from diagnostics.settings import Settings
from diagnostics.wiring import build
from tests.folders import LAMP, write_folder
from webapp import create_app


@contextmanager
def private_client(folder: Path, listening: str) -> Iterator[FlaskClient]:
    """The preview of a folder, as it is set up for the address that it listens on."""
    with private(Settings()) as settings:
        services, board = build(settings), board_for(folder, listening, 8)
        Follower(services, folder, board).renew()
        board.close()  # nobody waits for a change
        yield create_app(services, settings, board).test_client()


@pytest.mark.parametrize("listening", ["127.0.0.1", "localhost", "0.0.0.0", "::", "192.0.2.7", "writer.example"])
def test_the_preview_answers_to_no_name_of_somebody_else(listening: str, tmp_path: Path) -> None:
    """Wherever it listens: a name that is pointed at the author's machine is refused, the machine's own names and addresses are not."""
    folder = write_folder(tmp_path / "trees", lamp=LAMP)
    with private_client(folder, listening) as client:
        for path in ("/", "/t/lamp", "/preview", "/preview/changes?seen=x", "/static/app.css", "/nowhere"):
            for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "x.localhost:8000"):
                assert client.get(path, headers={"Host": host}).status_code == 403, (path, host)
        for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000", *(["writer.example"] if listening == "writer.example" else [])):
            assert client.get("/", headers={"Host": host}).status_code == 200, host
