"""What scenarios cover, as pages that stand alone: an index, and one for each tree with its picture coloured. No script, nothing loaded."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from diagnostics.cli.counted import counted
from diagnostics.cli.tested import Run
from diagnostics.drawing.layout import TooMuchToDraw
from diagnostics.drawing.overlay import Mark, Overlay, Tone
from diagnostics.drawing.svg import svg
from diagnostics.drawing.tree import draw_tree
from diagnostics.model.read import WrittenTree
from diagnostics.program.texts import first_wording
from diagnostics.program.types import Choice, Program
from diagnostics.scenarios.coverage import Tested
from diagnostics.scenarios.places import line_of

TEMPLATES = Path(__file__).parent / "coverage"
LEGEND: tuple[tuple[Tone, str], ...] = (("covered", "some scenario goes here"), ("missing", "no scenario does"))


@dataclass(frozen=True, slots=True)
class Share:
    """How many of what there is are covered. `bar` is the attribute that draws it."""

    noun: str
    covered: int
    every: int

    @property
    def bar(self) -> Markup:
        return Markup('style="width:{}%"').format(100 * self.covered // self.every if self.every else 100)


@dataclass(frozen=True, slots=True)
class Linked:
    """A name, how customers read it, and its place in the tree's file."""

    name: str
    words: str
    line: int
    link: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What no scenario covers of one step; `answers` is the step itself where it is the step, or the outcome, that none comes to."""

    step: str
    what: str
    answers: tuple[Linked, ...]


def write_pages(run: Run, folder: Path) -> Path:
    """Writes the pages; what is in the folder under their names is replaced. Gives the index.

    Raises:
        click.ClickException: the folder cannot be written.
    """
    pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    style = Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))  # ours, and no text of a tree
    index = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, one in run.tested.items():
            text = pages.get_template("tree.html").render(style=style, **_tree(run, name, one))
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
        index.write_text(pages.get_template("index.html").render(style=style, **_index(run)), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be written: {error.strerror or error}") from None
    return index


def _index(run: Run) -> dict[str, object]:
    rows = [{"id": name, "page": f"{name}.html", "title": first_wording(run.library.programs[name].root.title), "scenarios": len(one.results),
             "shares": _shares([one])} for name, one in run.tested.items()]  # fmt: skip
    ran = sum(len(one.results) for one in run.tested.values())
    counts = f"{counted(len(rows), 'tree')}, {counted(ran, 'scenario')}, {len(run.failures)} failed"
    title = run.library.declared.title or "Trees"
    return {"title": f"Coverage – {title}", "heading": title, "counts": counts, "shares": _shares(list(run.tested.values())), "trees": rows,
            "failures": [failure.text() for failure in run.failures], "broken": run.broken}  # fmt: skip


def _tree(run: Run, name: str, one: Tested) -> dict[str, object]:
    program, written = run.library.programs[name], run.library.trees[name]
    path = run.library.folder / written.document.file
    title = first_wording(program.root.title)
    try:
        drawn = draw_tree(program, coverage_overlay(program, one), lambda step: f"{path.resolve().as_uri()}#L{line_of(written, step)}")
        picture = Markup(svg(drawn))  # `svg` escapes every text
    except TooMuchToDraw as error:
        picture = escape(f"There is no picture of this tree: {error}.")
    return {"title": f"{name} – coverage", "heading": title, "file": written.document.file, "path": path.as_posix(), "shares": _shares([one]),
            "counts": f"{counted(len(one.results), 'scenario')}, {len(one.failures)} failed",
            "failures": [failure.text() for failure in one.failures], "missing": list(_missing(program, written, one, path)),
            "picture": picture}  # fmt: skip


def _shares(trees: list[Tested]) -> list[Share]:
    return [
        Share("Steps", sum(t.steps - len(t.missing_steps) for t in trees), sum(t.steps for t in trees)),
        Share("Answers", sum(t.answers - len(t.missing) for t in trees), sum(t.answers for t in trees)),
        Share("Outcomes", sum(t.outcomes - len(t.missing_outcomes) for t in trees), sum(t.outcomes for t in trees)),
    ]


def coverage_overlay(program: Program, one: Tested) -> Overlay:
    """How many scenarios show each step and give each answer."""
    answers = Counter(pair for result in one.results for pair in result.covered)
    steps = Counter(step for result in one.results for step in (*result.steps, *([result.outcome] if result.outcome else [])))
    uncovered = {*one.missing_steps, *one.missing_outcomes}
    marked = {name: Mark("missing", None, "no scenario") if name in uncovered else Mark("covered", steps[name]) for name in program.root.steps}
    given = {pair: Mark("covered", count) for pair, count in answers.items()} | {pair: Mark("missing", 0) for pair in one.missing}
    return Overlay(f"{counted(len(one.results), 'scenario')}; the numbers say how many of them go there", marked, given, LEGEND)


def _missing(program: Program, written: WrittenTree, one: Tested, path: Path) -> Iterator[Missing]:
    def at(step: str, answer: str = "") -> Linked:
        asked = program.root.steps.get(step)
        label = first_wording(asked.answers[answer].label) if isinstance(asked, Choice) and answer in asked.answers else ""
        line = line_of(written, step, answer)
        return Linked(answer or step, label, line, f"{path.resolve().as_uri()}#L{line}")

    for step, pairs in groupby(one.missing, key=itemgetter(0)):
        what = "never shown" if step in one.missing_steps else "not answered"
        yield Missing(step, what, tuple(at(step, answer) for _, answer in pairs))
    silent = [step for step in one.missing_steps if step not in {step for step, _ in one.missing}]
    yield from (Missing(step, "never passed", (at(step),)) for step in silent)
    yield from (Missing(name, "no scenario ends here", (at(name),)) for name in one.missing_outcomes)
