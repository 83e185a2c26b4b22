"""A long visit: replaying it and rendering its page, and what pages weigh on the wire."""

import gzip
import re
from collections.abc import Iterator
from datetime import date

from flask.testing import FlaskClient

from benchmarks.measure import Row, ratio
from diagnostics.engine import Ask, Reply, Start, State, advance, page, read_answer, replay
from diagnostics.program.inputs import HELPED
from diagnostics.program.types import Check, Choice, Information, Instruction, Program
from diagnostics.service.services import Services

ANSWERS = 20


def rows(program: Program, services: Services, client: FlaskClient, repetitions: int) -> Iterator[Row]:
    """On a visit to this program with so many answers.

    Raises:
        ValueError: no visit to it has so many.
    """
    visit_id = "a-visit-of-so-many-answ"
    view = services.visits.start(program.tree, visit_id)
    for place, raw in _many_answers(program):
        view = services.visits.answer(visit_id, place, raw)
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


def _many_answers(program: Program) -> list[tuple[str, str]]:
    """The answers of a visit of this length, as (place, what is sent): one visit to each state, answer by answer."""
    level: list[tuple[State, list[tuple[str, str]]]] = [(replay(program, Start(date(2026, 11, 22)), {}), [])]
    for _ in range(ANSWERS):
        following: dict[object, tuple[State, list[tuple[str, str]]]] = {}
        for state, way in level:
            asked = page(program, state)
            if not isinstance(asked, Ask):
                continue
            for raw in _answers(asked):
                reply = read_answer(asked.step, raw, program.facts, state.start.day)
                if isinstance(reply, Reply):
                    after = advance(program, state, asked.place, reply)
                    following.setdefault((after.place, frozenset(after.facts.items())), (after, [*way, (asked.place, raw)]))
        level = list(following.values())
    if not level:
        raise ValueError(f"no visit to {program.tree} has {ANSWERS} answers")
    return level[0][1]


def _answers(asked: Ask) -> list[str]:
    match asked.step:
        case Choice():
            return list(asked.step.answers)
        case Instruction():
            return list(HELPED)
        case Check():
            return list(asked.step.results)
        case Information():
            return ["go_on"]
    return [getattr(asked.step, "example", "") or "1"]


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
