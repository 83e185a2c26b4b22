"""A new name for a step or an answer, as edits of every place that says the old one: tree, scenarios, translations.

Places come from the nodes; the language's tables tell which of them name steps. All else stays as it is, byte for byte.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from diagnostics.authoring.outline import STEPS, TREE, Piece, outline
from diagnostics.model.language import SNAKE, STEP
from diagnostics.model.read import RESERVED_STEPS
from diagnostics.model.scenario_language import SCENARIOS
from diagnostics.model.shapes import EXPRESSION, Word
from diagnostics.source.reader import Document
from diagnostics.source.spelling import quoted, reads_plain
from diagnostics.violations import Edit, did_you_mean


class CannotRename(Exception):
    """Why not, in the author's words."""


@dataclass(frozen=True, slots=True)
class Name:
    """What is renamed: a step, or with `answer` one of its answers."""

    tree: str
    step: str
    answer: str = ""

    @property
    def own(self) -> str:
        return self.answer or self.step

    def __str__(self) -> str:
        return "/".join(filter(None, (self.tree, self.step, self.answer)))


def in_tree(document: Document, name: Name, new: str) -> list[Edit]:
    """The edits of the tree's own file.

    Raises:
        CannotRename: there is no such step or answer; the new name is malformed, reserved or taken; a condition cannot be read.
    """
    root = outline(document, TREE).root
    steps = next((entry.value for entry in root.entries if entry.value.shape is STEPS), None)
    named = {entry.key.value: entry for entry in steps.entries if entry.key is not None} if steps else {}
    if name.step not in named:
        raise CannotRename(f"the tree `{name.tree}` has no step `{name.step}`; {did_you_mean(name.step, named) or 'its file lists them'}")
    if not re.fullmatch(SNAKE.pattern, new):
        raise CannotRename(f"`{new}` is not a {SNAKE.what}: {SNAKE.hint}")
    return _answer(document, root, named[name.step].value, name, new) if name.answer else _step(document, root, named, name, new)


def _step(document: Document, root: Piece, named: dict[str, Any], name: Name, new: str) -> list[Edit]:
    if new in named:
        raise CannotRename(f"the tree `{name.tree}` has a step `{new}` already")
    if new in RESERVED_STEPS:
        raise CannotRename(f"no step can be named `{new}`: it is the name of the end that an instruction has when it helped")
    edits = [_scalar(document, named[name.step].key, new)]
    for shape, node in _values(root):
        if shape is EXPRESSION:
            edits += _in_expression(document, node, lambda tree: _calls(tree, name.step), new)
        elif (shape is STEP or (isinstance(shape, Word) and shape.what == "step or fact")) and node.value == name.step:
            edits.append(_scalar(document, node, new))
    return edits


def _answer(document: Document, root: Piece, step: Piece, name: Name, new: str) -> list[Edit]:
    keys = {entry.key.value: entry.value for entry in step.entries if entry.key is not None}
    answers = keys.get("answers")
    named = {entry.key.value: entry.key for entry in answers.entries if entry.key is not None} if answers else {}
    if name.answer not in named:
        raise CannotRename(f"the step `{name.step}` has no answer `{name.answer}`; {did_you_mean(name.answer, named) or 'its file lists them'}")
    if new in named:
        raise CannotRename(f"the step `{name.step}` has an answer `{new}` already")
    if "fact" in keys:
        fact = keys["fact"].node.value
        raise CannotRename(f"the answers of `{name.step}` are values of the fact `{fact}`, which other trees use too: rename the value by hand")
    edits = [_scalar(document, named[name.answer], new)]
    for shape, node in _values(root):
        if shape is EXPRESSION:
            edits += _in_expression(document, node, lambda tree: _compared(tree, name), new)
    return edits


def _values(piece: Piece) -> Iterator[tuple[Any, Any]]:
    """Every value with the shape that the language gives it."""
    for entry in piece.entries:
        if isinstance(entry.value.node, yaml.ScalarNode):
            yield entry.value.shape, entry.value.node
        else:
            yield from _values(entry.value)


def _scalar(document: Document, node: Any, new: str) -> Edit:
    """The new name in the quotes that the old one had."""
    sign = node.style if node.style in ("'", '"') else ""
    return Edit(node.start_mark.index, node.end_mark.index, f"{sign}{new}{sign}" if sign else new if reads_plain(new, flow=True) else quoted(new))


def _in_expression(document: Document, node: Any, find: Any, new: str) -> list[Edit]:
    """The edits of a condition: of the names in it alone, where the file spells it as it is."""
    value = str(node.value)
    line = value.replace("\n", " ")
    skipped = len(line) - len(line.lstrip())
    try:
        found = list(find(ast.parse(line.strip(), mode="eval")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        place = f"{document.file}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"
        raise CannotRename(f"{place}: this condition cannot be read; `diagnostics check` says why") from None
    encoded = line.strip().encode()
    spots = [tuple(skipped + len(encoded[:offset].decode()) for offset in (one.col_offset, one.end_col_offset)) for one in found]
    start, end = node.start_mark.index, node.end_mark.index
    inset = 1 if node.style in ("'", '"') else 0
    if document.text[start + inset : end - inset] == value:
        return [Edit(start + inset + first + 1, start + inset + last - 1, new) for first, last in spots]
    for first, last in reversed(spots):
        value = f"{value[: first + 1]}{new}{value[last - 1 :]}"
    return [Edit(start, start + len(document.text[start:end].rstrip()), quoted(value))] if spots else []


def _calls(tree: ast.AST, step: str) -> Iterator[ast.Constant]:
    """The names in `answer('step')`, in order of place."""
    found = [one.args[0] for one in ast.walk(tree) if _is_answer_of(one, step)]  # type: ignore[attr-defined]  # it is a call
    yield from sorted(found, key=lambda constant: constant.col_offset)


def _compared(tree: ast.AST, name: Name) -> Iterator[ast.Constant]:
    """The texts that the step's answer is compared with, where they are this answer, in order of place."""
    found = []
    for one in ast.walk(tree):
        if isinstance(one, ast.Compare) and any(_is_answer_of(side, name.step) for side in (one.left, *one.comparators)):
            sides = (part for side in (one.left, *one.comparators) for part in getattr(side, "elts", [side]))
            found += [part for part in sides if isinstance(part, ast.Constant) and part.value == name.answer]
    yield from sorted(found, key=lambda constant: constant.col_offset)


def _is_answer_of(node: ast.AST, step: str) -> bool:
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "answer"
            and len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and node.args[0].value == step)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Walked:
    """Whose steps a scenario names: the tree of each step of its walk, and of its end."""

    steps: tuple[str, ...]
    end: str


def in_scenarios(document: Document, own: str, walked: Sequence[Walked | None], name: Name, new: str) -> list[Edit]:
    """The edits of a scenario file of the tree `own`: of those steps that are the renamed tree's. Where a scenario could not be walked (None),
    its steps are taken for those of its own tree."""
    root = outline(document, SCENARIOS).root
    edits: list[Edit] = []
    scenarios = [scenario.value for entry in root.entries for scenario in entry.value.entries]
    for scenario, ways in zip(scenarios, walked, strict=True):
        keys = {entry.key.value: entry.value for entry in scenario.entries if entry.key is not None}
        said = [pair for item in (keys["walk"].entries if "walk" in keys else ()) for pair in item.value.entries]
        for number, pair in enumerate(said):
            asked = ways.steps[number] if ways and number < len(ways.steps) else own
            if pair.key is not None and pair.key.value == name.step and asked == name.tree:
                edits += _in_walk(document, pair.key, pair.value.node, name, new)
        if not name.answer:
            ends = [("ends", ways.end if ways else own), ("entry", own)]
            edits += [_scalar(document, keys[key].node, new) for key, tree in ends
                      if key in keys and keys[key].node.value == name.step and tree == name.tree]  # fmt: skip
    return edits


def _in_walk(document: Document, key: Any, value: yaml.Node, name: Name, new: str) -> list[Edit]:
    if not name.answer:
        return [_scalar(document, key, new)]
    given = value.value if isinstance(value, yaml.SequenceNode) else [value]
    return [_scalar(document, node, new) for node in given if isinstance(node, yaml.ScalarNode) and node.value == name.answer]


def in_catalogue(text: str, name: Name, new: str) -> list[Edit]:
    """The edits of a gettext catalogue: the contexts of the step's or answer's texts, those of messages that were given up too."""
    before = f"{name.tree}.{name.step}." + (f"answers.{name.answer}." if name.answer else "")
    at = len(before) - len(name.own) - 1
    pattern = re.compile(rf'^(?:#[~|] ?)?(?:#\| ?)?msgctxt "(?={re.escape(before)})', re.MULTILINE)
    return [Edit(match.end() + at, match.end() + at + len(name.own), new) for match in pattern.finditer(text)]
