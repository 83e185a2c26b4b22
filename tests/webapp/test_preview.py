"""The live preview: an author's pages follow what is saved, or say what is wrong; a real server has nothing of it."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from diagnostics.cli.previewing import Follower, private
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from diagnostics.wiring import build
from tests.folders import LAMP, PARTS, write_folder
from tests.webapp.conftest import VISIT, Customer
from webapp import create_app
from webapp.preview import Board


@dataclass
class Author:
    """Somebody who edits a folder and looks at its preview."""

    folder: Path
    follower: Follower
    board: Board
    client: FlaskClient

    def saves(self, text: str, name: str = "things/lamp.yml") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        self.follower.renew()

    def sees(self, url: str) -> str:
        return self.client.get(url, follow_redirects=True).text

    def starts(self, *answers: str) -> str:
        self.client.post("/t/lamp", data={"visit": VISIT})
        for answer in answers:
            place = self.client.get(f"/v/{VISIT}").location.rsplit("/", 1)[1]
            self.client.post(f"/v/{VISIT}/{place}", data={"answer": answer})
        return self.sees(f"/v/{VISIT}")


@pytest.fixture
def author(tmp_path: Path) -> Iterator[Author]:
    folder = write_folder(tmp_path / "guides", lamp=LAMP, parts=PARTS)
    with private(Settings()) as settings:
        services: Services = build(settings)
        board = Board("guides", "run", waiting=2, hosts=frozenset(("localhost",)))
        follower = Follower(services, folder, board)
        follower.renew()
        yield Author(folder, follower, board, create_app(services, settings, board).test_client())


def test_a_save_shows_on_the_page_of_a_running_visit(author: Author) -> None:
    """With the answers that were given."""
    assert "Push the plug" in author.starts("out")
    author.saves(LAMP.replace("Push the plug into the wall", "Press it in"))
    page = author.sees(f"/v/{VISIT}/plug_in")
    assert "Press it in" in page and "Is it plugged in?" in page


def test_what_no_longer_fits_is_asked_again(author: Author) -> None:
    """And the page says that it is not the one that was opened."""
    author.starts("out")
    author.saves(LAMP.replace("out:", "outside:"))
    page = author.sees(f"/v/{VISIT}/plug_in")
    assert "Is it plugged in?" in page and "where your visit stands now" in page
    author.saves(LAMP)
    assert "Push the plug" in author.sees(f"/v/{VISIT}")


@pytest.mark.parametrize("url", ["/t/lamp", f"/v/{VISIT}", f"/v/{VISIT}/plug_in", "/preview"])
def test_mistakes_stand_in_place_of_the_tree(author: Author, url: str) -> None:
    """Place, line, caret and cure; and gone they are as soon as they are cured."""
    author.starts("out")
    author.saves(LAMP.replace("start: plugged", "start: pluged"))
    page = author.sees(url)
    assert "things/lamp.yml:9:8" in page and "RF002" in page and "^^^^^^" in page and "<code>plugged</code>?" in page
    assert "Traceback" not in page
    assert "Where is my part?" in author.sees("/t/parts")
    author.saves(LAMP)
    assert "RF002" not in author.sees(url)


def test_an_answer_sent_to_a_broken_tree_shows_the_mistakes(author: Author) -> None:
    """Nothing is lost, and nothing fails."""
    author.starts("out")
    author.saves("steps: [")
    response = author.client.post(f"/v/{VISIT}/plug_in", data={"answer": "fixed"})
    assert response.status_code == 200 and "SY001" in response.text


def test_a_broken_library_file_concerns_every_tree(author: Author) -> None:
    """Until it is cured."""
    whole = (author.folder / "_library.yml").read_text()
    author.saves("nonsense: 1\n", "_library.yml")
    assert "_library.yml:1:1" in author.sees("/t/lamp") and "_library.yml:1:1" in author.sees("/t/parts")
    author.saves(whole, "_library.yml")
    assert "The lamp is dark" in author.sees("/t/lamp")


def test_a_tree_whose_file_is_gone_says_so(author: Author) -> None:
    """And goes on when it is back."""
    author.starts("out")
    (author.folder / "things" / "lamp.yml").unlink()
    author.follower.renew()
    assert "This tree is gone" in author.sees(f"/v/{VISIT}")
    author.saves(LAMP)
    assert "Push the plug" in author.sees(f"/v/{VISIT}")


def test_proofs_count_too(author: Author) -> None:
    """A tree in which somebody can get stuck is not shown."""
    stuck = LAMP.replace("not_fixed: person", "not_fixed: plugged").replace("next: bulb}", "next: bulb}", 1)
    author.saves(stuck)
    assert "PR00" in author.sees("/t/lamp")


def test_hostile_text_does_the_author_no_harm(author: Author) -> None:
    """Scripts and addresses that are none come out as text, in a tree and in its mistakes; a label of a megabyte is refused at its place."""
    evil = '<script>alert(1)</script> [x](javascript:alert(1))'
    author.saves(LAMP.replace("Is it plugged in?", f"'{evil}'"))
    page = author.starts()
    assert "<script>alert" not in page and 'href="javascript' not in page
    author.saves(LAMP.replace("next: bulb}", f"next: '{evil}'}}", 1))
    page = author.sees("/t/lamp")
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    author.saves(LAMP.replace("Is it plugged in?", "x" * 1_000_000))
    page = author.sees("/t/lamp")
    assert "things/lamp.yml" in page and len(page) < 100_000


def test_the_banner_is_on_every_page_and_the_policy_stays_strict(author: Author) -> None:
    """Nothing inline, one script of ours."""
    for url in ("/", "/t/lamp", "/preview", "/resume", "/nowhere"):
        response = author.client.get(url)
        assert "<b>Preview</b>" in response.text and "preview.js" in response.text
        assert "script-src 'self';" in response.headers["Content-Security-Policy"] and "<style" not in response.text


def test_a_page_that_waits_is_told_of_the_next_save(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once: it would wait for an hour."""
    monkeypatch.setattr("webapp.preview.views.SECONDS", 3600.0)
    seen = author.board.version
    threading.Timer(0.05, author.follower.renew).start()
    assert author.client.get(f"/preview/changes?seen={seen}").text != seen
    assert author.client.get("/preview/changes").headers["Cache-Control"] == "no-store"


def test_those_who_wait_leave_room_for_those_who_ask() -> None:
    """Beyond the bound the answer comes at once; a preview that stops lets all go."""
    board = Board("guides", "run", waiting=1)
    first = threading.Thread(target=board.wait, args=(board.version, 30.0))
    first.start()
    while board._room._value:  # until the first one waits
        time.sleep(0.001)
    assert board.wait(board.version, 30.0) == board.version
    board.close()
    first.join(10)
    assert not first.is_alive()


def test_another_host_is_refused(author: Author) -> None:
    """A name elsewhere that leads to this machine reads no drafts."""
    assert author.client.get("/", headers={"Host": "evil.example"}).status_code == 403


def test_a_real_server_has_no_preview(customer: Customer) -> None:
    """No banner, no script, no address."""
    assert "preview" not in customer.opens("/")
    assert customer.client.get("/preview").status_code == 404
