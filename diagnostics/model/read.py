"""A document to what its author wrote: a `WrittenTree` or the record of a library file. Names are not resolved yet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

import yaml

from diagnostics.model.language import KINDS, LIBRARY, QUESTION_FORMS, SNAKE, STEP_KINDS, TREE_KEYS
from diagnostics.model.shapes import BAD, Key, Mapped, Reader, Record, Word
from diagnostics.source.reader import Document
from diagnostics.violations import Violation, clipped, nearest

MAX_STEPS = 1_000
RESERVED_STEPS = frozenset(("resolved",))
"""`resolved` is where an instruction that fixed it ends; scenarios name it."""

Pairs = Sequence[tuple[str, yaml.Node, yaml.Node]]
_HEADER = Mapped("a tree", TREE_KEYS)
_ALL_KEYS = frozenset(key for shape in (*QUESTION_FORMS.values(), *STEP_KINDS.values()) for key in shape.keys)
_HEADER_AND_STEPS = Mapped("a tree", TREE_KEYS | {"steps": Key(Word("step"), "The steps: step id → step.", must=True)})


class WrittenStep(NamedTuple):
    """One step: `form` is its kind, or for a question `answers`, `input` or `paste`; `key` is the node of its id."""

    id: str
    form: str
    key: yaml.Node
    record: Record


@dataclass(frozen=True, slots=True)
class WrittenTree:
    """One tree file. `header` has its keys but `steps`. `broken` are ids of steps that were reported and are not in `steps`.

    `returns` is None where it cannot be told: an outcome's kind is broken.
    """

    document: Document
    header: Record
    steps: Mapping[str, WrittenStep]
    broken: frozenset[str]
    returns: bool | None
    violations: tuple[Violation, ...]

    @property
    def id(self) -> str:
        return PurePath(self.document.file).stem

    @property
    def calls(self) -> tuple[str, ...]:
        """The trees that it names in a `call`, each once, whether they exist or not."""
        return tuple(dict.fromkeys(at.value for step in self.steps.values() if (at := step.record.get("call")) is not None))


def read_tree(document: Document) -> WrittenTree:
    """Reads a tree file; whatever is wrong is in `violations`."""
    reader = Reader(document)
    pairs = reader.pairs(document.root, "a tree") or []
    header = Record(document.root, {})
    steps: dict[str, WrittenStep] = {}
    broken: frozenset[str] = frozenset()
    steps_node = None
    if isinstance(document.root, yaml.MappingNode):
        steps_node = next((value for name, _, value in pairs if name == "steps"), None)
        header = _read_header(document.root, pairs, reader)
        if steps_node is not None:
            steps, broken = _read_steps(steps_node, reader)
    _check_stem(document, header, reader)
    returns = _returns(steps_node, steps, broken)
    return WrittenTree(document, header, steps, broken, returns, tuple(reader.violations))


def _read_header(root: yaml.MappingNode, pairs: Pairs, reader: Reader) -> Record:
    """The keys of a tree; `steps` is looked for, and read apart."""
    present = any(name == "steps" for name, _, _ in pairs)
    shape = _HEADER if present else _HEADER_AND_STEPS
    return shape.read_pairs(root, [pair for pair in pairs if pair[0] != "steps"], reader)


def _returns(node: yaml.Node | None, steps: Mapping[str, WrittenStep], broken: frozenset[str]) -> bool | None:
    kinds = [step.record.get("outcome") for step in steps.values() if step.form == "outcome"]
    if any(kind is not None and kind.value == "return" for kind in kinds):
        return True
    unread = [step for key, step in node.value if key.value in broken] if broken and isinstance(node, yaml.MappingNode) else []
    if None in kinds or any(value.value == "return" for step in unread if isinstance(step, yaml.MappingNode) for _, value in step.value):
        return None
    return False


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
        reader.report("ST012", node, "the steps are empty", "a tree needs at least one step")
    if len(pairs) > MAX_STEPS:
        reader.report("SY012", pairs[MAX_STEPS][1], f"a tree has at most {MAX_STEPS} steps", "split it: a tree can `call` another tree")
        return {}, frozenset(name for name, _, _ in pairs)
    steps: dict[str, WrittenStep] = {}
    for name, key, value in pairs:
        if SNAKE.read(key, reader) is not BAD and name in RESERVED_STEPS:
            reader.report("ST013", key, f"no step can be named `{name}`", "it is the name of the end that an instruction has when it helped")
        form = _form(name, key, value, reader)
        if form is not None:
            shape = QUESTION_FORMS.get(form) or STEP_KINDS[form]
            inner = reader.pairs(value, f"the step `{name}`") or []
            steps[name] = WrittenStep(name, form, key, shape.read_pairs(value, inner, reader))
    meant = (written_as_id(name) for name, _, _ in pairs)  # what an id of the wrong form should be: who names it so makes no mistake
    return steps, frozenset(name for name in (*(name for name, _, _ in pairs), *meant) if name and name not in steps)


def written_as_id(name: str) -> str:
    """A step's id in the form that it should have."""
    return "_".join(re.findall("[a-z0-9]+", name.lower()))


def _form(name: str, key: yaml.Node, value: yaml.Node, reader: Reader) -> str | None:
    """The form of a step, told by its keys; None after reporting why there is none."""
    if not isinstance(value, yaml.MappingNode):
        reader.pairs(value, f"the step `{name}`")
        return None
    keys = {k.value: k for k, _ in value.value if isinstance(k, yaml.ScalarNode)}
    kinds = [k for k in keys if k in KINDS]
    if not kinds:
        _report_missing(key, keys, KINDS, f"the step `{clipped(name)}` has no kind", "ST004", reader)
        return None
    if len(kinds) > 1:
        both = " and ".join(f"`{k}`" for k in kinds)
        reader.report("ST005", keys[kinds[1]], f"the step `{clipped(name)}` has two kinds: {both}", "make it two steps")
        return None
    return _question_form(name, key, keys, reader) if kinds[0] == "question" else kinds[0]


def _question_form(name: str, key: yaml.Node, keys: Mapping[str, yaml.Node], reader: Reader) -> str | None:
    forms = [k for k in keys if k in QUESTION_FORMS]
    if len(forms) == 1:
        return forms[0]
    if forms:
        both = " and ".join(f"`{f}`" for f in forms)
        reader.report("ST005", keys[forms[1]], f"the question `{clipped(name)}` has {both}", "keep one of them")
    else:
        _report_missing(key, keys, tuple(QUESTION_FORMS), f"the question `{clipped(name)}` has nothing to answer", "ST004", reader)
    return None


def _report_missing(key: yaml.Node, keys: Mapping[str, yaml.Node], wanted: Sequence[str], message: str, code: str, reader: Reader) -> None:
    """None of the wanted keys is there. Where one was misspelt, that is the place to show."""
    for written, node in keys.items():
        if not reader.full and written not in _ALL_KEYS and (near := nearest(written, wanted)):
            reader.report(code, node, message, f"did you mean `{near}`?")
            return
    reader.report(code, key, message, "it needs one of " + ", ".join(f"`{k}`" for k in wanted))


def _check_stem(document: Document, header: Record, reader: Reader) -> None:
    tree = header.get("tree")
    stem = PurePath(document.file).stem
    if tree is not None and tree.value != stem:
        reader.report("ST007", tree.node, f"the tree `{tree.value}` stands in a file named `{stem}`", f"write `tree: {stem}`, or rename the file")
