"""A document's steps as nodes: which step a place belongs to, and which names stand in a step that could not be read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from diagnostics.model.shapes import At
from diagnostics.source.reader import Document
from diagnostics.violations import Span, nearest

_WORDING = frozenset(
    "question instruction information hint help image alt label means do detail actions needs expect did_it_help risk video minutes chance unit "
    "title says text to urgency offer ask order".split()
)
"""Keys whose values change nothing of where a step leads and what it sets."""
_NO_ROUTES = _WORDING | frozenset(
    "bring fact keep when input check lookup call choose unknown none optional paste min max pattern example rounds outcome".split()
)
_NAMING = frozenset(("answers", "results"))
"""Mappings whose keys are the author's own."""
_ROUTES = frozenset("next otherwise then fixed not_fixed cannot unavailable results fixes".split())
_KEYS = sorted(_NO_ROUTES | _ROUTES | frozenset("answers matches decide compute at_most".split()))
_WORD = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class RawStep:
    """A step's key and value; more than one pair where its id stands in the file twice. `line` is the first, counted from 1."""

    pairs: tuple[tuple[yaml.Node, yaml.Node], ...]

    @property
    def line(self) -> int:
        return int(self.pairs[0][0].start_mark.line) + 1

    def holds(self, span: Span) -> bool:
        return any(_holds(key, value, span) for key, value in self.pairs)

    def has(self, wanted: str) -> bool:
        return any(key.value == wanted for _, value in self.pairs if isinstance(value, yaml.MappingNode) for key, _ in value.value)

    def path_to(self, span: Span) -> list[str]:
        """The keys on the way from the step down to a place; a misspelt one as it was probably meant."""
        path: list[str] = []
        node = next(value for key, value in self.pairs if _holds(key, value, span))
        while (inner := _child(node, span)) is not None:
            key, node = inner
            if key is not None:
                path.append(_meant(key.value) if not path or path[-1] not in _NAMING else "")
        return path


def raw_steps(document: Document) -> Mapping[str, RawStep]:
    """Step id → its nodes, in the order of the file; nothing where the steps are no mapping."""
    root = document.root
    top = root.value if isinstance(root, yaml.MappingNode) else ()
    steps = next((value for key, value in top if key.value == "steps"), None)
    found: dict[str, list[tuple[yaml.Node, yaml.Node]]] = {}
    for key, value in steps.value if isinstance(steps, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            found.setdefault(key.value, []).append((key, value))
    return {name: RawStep(tuple(pairs)) for name, pairs in found.items()}


def within_wording(path: list[str]) -> bool:
    """Whether a place inside a step holds only what people read there; the condition of a wording decides which facts are read."""
    return any(key in _WORDING for key in path) and "when" not in path


def names_in(raw: RawStep) -> Iterator[str]:
    """What may be the names of steps that a step leads to, known or not."""
    for _, value in raw.pairs:
        yield from _scalars(value, _NO_ROUTES)


def words_in(raw: RawStep) -> Iterator[str]:
    """What may be the names of facts that a step reads or sets."""
    for _, value in raw.pairs:
        for text in _scalars(value, _WORDING, keys=True):
            yield from _WORD.findall(text)


def texts_in(node: yaml.Node, expression: bool = False) -> Iterator[tuple[At, bool]]:
    """The texts below a node in order, each with whether it is an expression."""
    if isinstance(node, yaml.ScalarNode):
        yield At(node.value, node), expression
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from texts_in(item, expression)
    else:
        for key, value in node.value:
            yield from texts_in(value, expression or key.value in ("when", "compute"))


def _scalars(node: yaml.Node, without: frozenset[str], keys: bool = False, named: bool = False) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, without, keys)
    else:
        for key, value in node.value:
            if keys and isinstance(key, yaml.ScalarNode):
                yield key.value
            meant = "" if named or not isinstance(key, yaml.ScalarNode) else _meant(key.value)
            if meant not in without:
                yield from _scalars(value, without, keys, meant in _NAMING or (meant not in _KEYS and not named))


def listed_in(raw: RawStep) -> Iterator[str]:
    """The items of the lists of names that stand in a step: of a fixes list that cannot be read, its members."""
    for _, step in raw.pairs:
        for key, value in step.value if isinstance(step, yaml.MappingNode) else ():
            if isinstance(value, yaml.SequenceNode) and key.value not in _NO_ROUTES:
                yield from (item.value for item in value.value if isinstance(item, yaml.ScalarNode))


def _meant(key: str) -> str:
    return key if key in _KEYS else nearest(key, _KEYS) or key


def _child(node: yaml.Node, span: Span) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The entry of a mapping or list that holds a place."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode) and _holds(key, value, span)), None)
    if isinstance(node, yaml.SequenceNode):
        return next(((None, item) for item in node.value if _holds(item, item, span)), None)
    return None


def _holds(first: yaml.Node, last: yaml.Node, span: Span) -> bool:
    start, end = first.start_mark, last.end_mark
    place = (span.line - 1, span.column - 1)
    return (start.line, start.column) <= place < (end.line, max(end.column, 0)) or place == (start.line, start.column)
