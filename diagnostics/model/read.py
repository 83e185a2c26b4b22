"""A document to what its author wrote: a `WrittenTree` or the record of a library file. Names are not resolved yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, NamedTuple

import yaml

from diagnostics.model.language import KINDS, LIBRARY, QUESTION_FORMS, SNAKE, STEP_KINDS, TREE_KEYS
from diagnostics.model.shapes import BAD, Mapped, Reader, Record
from diagnostics.source.reader import Document
from diagnostics.violations import Violation, did_you_mean

MAX_STEPS = 1_000
_HEADER = Mapped("a tree", TREE_KEYS)


class WrittenStep(NamedTuple):
    """One step: `form` is its kind, or for a question `answers`, `input` or `paste`; `key` is the node of its id."""

    id: str
    form: str
    key: yaml.Node
    record: Record


@dataclass(frozen=True, slots=True)
class WrittenTree:
    """One tree file. `header` has its keys but `steps`. `broken` are ids of steps that were reported and are not in `steps`."""

    document: Document
    header: Record
    steps: Mapping[str, WrittenStep]
    broken: frozenset[str]
    violations: tuple[Violation, ...]

    @property
    def id(self) -> str:
        return PurePath(self.document.file).stem

    @property
    def returns(self) -> bool:
        return any(s.form == "outcome" and (kind := s.record.get("outcome")) and kind.value == "return" for s in self.steps.values())


def read_tree(document: Document) -> WrittenTree:
    """Reads a tree file; whatever is wrong is in `violations`."""
    reader = Reader(document)
    pairs = reader.pairs(document.root, "a tree") or []
    steps_node = next((value for name, _, value in pairs if name == "steps"), None)
    header = Record(document.root, {})
    if isinstance(document.root, yaml.MappingNode):
        header = _HEADER.read_pairs(document.root, [p for p in pairs if p[0] != "steps"], reader)
        if steps_node is None and not any(did_you_mean(name, ["steps"]) for name, _, _ in pairs):
            reader.report("ST002", document.root.value[0][0] if document.root.value else document.root, "a tree needs `steps`")
    steps, broken = _read_steps(steps_node, reader) if steps_node is not None else ({}, frozenset())
    _check_stem(document, header, reader)
    return WrittenTree(document, header, steps, broken, tuple(reader.violations))


def read_library(document: Document) -> tuple[Record, list[Violation]]:
    """Reads a library file (`_library.yml`)."""
    reader = Reader(document)
    record = LIBRARY.read(document.root, reader)
    return (Record(document.root, {}) if record is BAD else record), reader.violations


def _read_steps(node: yaml.Node, reader: Reader) -> tuple[dict[str, WrittenStep], frozenset[str]]:
    pairs = reader.pairs(node, "the steps")
    if pairs is None:
        return {}, frozenset()
    if not pairs:
        reader.report("ST012", node, "a tree needs at least one step")
    if len(pairs) > MAX_STEPS:
        reader.report("SY012", pairs[MAX_STEPS][1], f"a tree has at most {MAX_STEPS} steps", "split it: a tree can `call` another tree")
        return {}, frozenset(name for name, _, _ in pairs)
    steps: dict[str, WrittenStep] = {}
    for name, key, value in pairs:
        SNAKE.read(key, reader)
        form = _form(name, key, value, reader)
        if form is not None:
            shape = QUESTION_FORMS.get(form) or STEP_KINDS[form]
            inner = reader.pairs(value, f"the step `{name}`") or []
            steps[name] = WrittenStep(name, form, key, shape.read_pairs(value, inner, reader))
    return steps, frozenset(name for name, _, _ in pairs if name not in steps)


def _form(name: str, key: yaml.Node, value: yaml.Node, reader: Reader) -> str | None:
    """The form of a step, told by its keys; None after reporting why there is none."""
    if not isinstance(value, yaml.MappingNode):
        reader.pairs(value, f"the step `{name}`")
        return None
    keys = [k.value for k, _ in value.value if isinstance(k, yaml.ScalarNode)]
    kinds = [k for k in keys if k in KINDS]
    if not kinds:
        near = next((hint for k in keys if (hint := did_you_mean(k, KINDS))), "")
        reader.report("ST004", key, f"the step `{name}` has no kind", near or "it needs one of " + ", ".join(f"`{k}`" for k in KINDS))
        return None
    if len(set(kinds)) > 1:
        reader.report("ST005", key, f"the step `{name}` has two kinds: " + " and ".join(f"`{k}`" for k in dict.fromkeys(kinds)), "make it two steps")
        return None
    if kinds[0] != "question":
        return kinds[0]
    return _question_form(name, key, keys, reader)


def _question_form(name: str, key: yaml.Node, keys: Sequence[str], reader: Reader) -> str | None:
    forms = [k for k in QUESTION_FORMS if k in keys]
    if len(forms) == 1:
        return forms[0]
    if forms:
        reader.report("ST005", key, f"the question `{name}` has " + " and ".join(f"`{f}`" for f in forms), "choose one of them")
        return None
    near: Any = next((hint for k in keys if (hint := did_you_mean(k, QUESTION_FORMS))), "")
    reader.report("ST002", key, f"the question `{name}` needs `answers`, `input` or `paste`", near)
    return None


def _check_stem(document: Document, header: Record, reader: Reader) -> None:
    tree = header.get("tree")
    stem = PurePath(document.file).stem
    if tree is not None and tree.value != stem:
        reader.report("ST007", tree.node, f"the tree `{tree.value}` stands in a file named `{stem}`", f"write `tree: {stem}`, or rename the file")
