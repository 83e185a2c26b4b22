"""A long visit: replaying it and rendering its page, and what pages weigh on the wire."""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.measure import Row, ratio
from diagnostics.engine import replay
from diagnostics.program.types import Program
from diagnostics.service.services import Services

ANSWERS = 20
LONG = "long-visit"
"""A tree of plain questions: no guide of the library asks anybody so much."""


def with_a_long_tree(folder: Path, copy: Path) -> Path:
    """A copy of a library folder with the long tree added."""
    shutil.copytree(folder, copy)
    area, owner = "performance", "software-support"
    questions = "".join(
        f"  q{i}:\n    question: What do you see at point {i} of the list?\n    hint: Look closely.\n"
        f"    answers: {{nothing: Nothing at all, light: A light, text: A text}}\n    next: q{i + 1}\n"
        for i in range(ANSWERS + 1)
    )
    (copy / f"{LONG}.yml").write_text(
        f"format: 1\ntree: {LONG}\ntitle: A long list\nsummary: Goes through it.\narea: {area}\nowner: {owner}\nreviewed: 2026-11-22\n"
        f"start: q0\nsteps:\n{questions}  q{ANSWERS + 1}:\n    outcome: resolved\n    says: That was all.\n",
        encoding="utf-8",
    )
    return copy


def rows(program: Program, services: Services, client: FlaskClient, repetitions: int) -> Iterator[Row]:
    """On a visit to the long tree with so many answers."""
    visit_id = "a-visit-of-so-many-answ"
    view = services.visits.start(program.tree, visit_id)
    for number in range(ANSWERS):
        view = services.visits.answer(visit_id, f"q{number}", "light")
    assert view is not None and view.problem is None and len(view.history.replies) == ANSWERS
    history, address = view.history, f"/v/{visit_id}/{view.state.place}"

    def render() -> object:
        response = client.get(address)
        assert response.status_code == 200
        return response

    yield Row(f"the page behind {ANSWERS} answers, to replaying them",
              ratio(render, lambda: replay(program, history.start, history.replies), (20, 200), repetitions), at_least=1)  # fmt: skip
    yield Row("the first page with all that it loads, compressed", _first_page(client) / 1000, at_most=40, unit=" kB")
    yield Row("that page, compressed", _wire(client, address) / 1000, at_most=8, unit=" kB")


def _first_page(client: FlaskClient) -> int:
    """Bytes of the home page and of everything that it and its style sheets name on this server."""
    seen: set[str] = set()
    waiting, total = ["/"], 0
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        total += _wire(client, address)
        response = client.get(address)
        if response.mimetype in ("text/html", "text/css"):
            waiting += re.findall(r"""(?:src=|href=|url\(|@import )["']?(/static/[^"')#\s]+)""", response.text)
    return total


def _wire(client: FlaskClient, address: str) -> int:
    """Bytes of a body as a browser that takes gzip gets it."""
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, address
    if response.headers.get("Content-Encoding") == "gzip":
        gzip.decompress(response.data)
    return len(response.data)
