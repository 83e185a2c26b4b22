"""What the compilation of one tree knows and collects: names to resolve against, violations, the facts and steps it uses."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from diagnostics.compiler.library import Declarations
from diagnostics.conditions.expression import Expression, FactType, facts_in
from diagnostics.conditions.parse import ExpressionError, Names, parse
from diagnostics.model.read import WrittenStep, WrittenTree
from diagnostics.model.shapes import BAD, At, Record
from diagnostics.program.types import Bring, Image, Text, Variant
from diagnostics.violations import Violation, did_you_mean

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(slots=True)
class Context:
    """One tree being compiled. `trees` tells of every known tree id whether it returns; `images` maps file name → SHA-256."""

    tree: WrittenTree
    declared: Declarations
    trees: Mapping[str, bool]
    images: Mapping[str, str]
    names: Names = field(init=False)
    violations: list[Violation] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)
    remembered: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=set)
    unknown_ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        tables = {n: "number" if all(not isinstance(v, str) for v in t.values()) else "text" for n, t in self.declared.tables.items()}
        fact_types = {name: fact.type for name, fact in self.declared.facts.items()}
        self.names = Names(fact_types, self.tree.id, {s.id: kind for s in self.tree.steps.values() if (kind := self._reply_type(s))}, tables)
        self.unknown_ids = self.tree.broken

    def report(self, code: str, node: yaml.Node, message: str, hint: str = "") -> None:
        self.violations.append(self.tree.document.violation(code, node, message, hint))

    def one_of(self, at: At | None, known: Collection[str], code: str, what: str) -> str | None:
        """The name, if it is known; else a violation, and None."""
        if at is None:
            return None
        if at.value not in known:
            self.report(code, at.node, f"there is no {what} `{at.value}`", did_you_mean(at.value, known))
            return None
        return at.value

    def step(self, record: Record, key: str = "next") -> str | None:
        at = record.get(key)
        if at is not None and at.value not in self.tree.steps and at.value not in self.unknown_ids:
            known = [*self.tree.steps, *self.unknown_ids]
            self.report("RF002", at.node, f"`{key}: {at.value}` names a step that does not exist", did_you_mean(at.value, known))
        return at.value if at is not None else None

    def fact(self, at: At | None, kinds: Collection[str] = (), where: str = "") -> str | None:
        """A declared fact of one of the kinds."""
        name = self.one_of(at, self.declared.facts, "RF004", "fact")
        if name is not None and at is not None:
            kind = self.declared.facts[name].kind
            if kinds and kind not in kinds:
                self.report("FA001", at.node, f"{where} needs a fact of type {' or '.join(kinds)}, and `{name}` is a {kind}")
                return None
            self.facts.add(name)
        return name

    def team(self, at: At | None) -> str | None:
        name = self.one_of(at, self.declared.teams, "RF003", "team")
        if name:
            self.teams.add(name)
        return name

    def expression(self, at: At | None, wanted: str = "bool") -> Expression:
        """The expression, or after a violation one that never holds."""
        if at is None:
            return ("not", ("and",))
        try:
            expression = parse(at.value, self.names, wanted)
        except ExpressionError as error:
            violation = self.tree.document.violation(error.code, at.node, error.message, error.hint)
            self.violations.append(_moved(violation, at.node, error.offset))
            return ("not", ("and",))
        for name in facts_in(expression):
            if "/" in name:
                self.remembered.add(name.partition("/")[2])
            else:
                self.facts.add(name)
        return expression

    def text(self, value: Any) -> Text | None:
        """A text, its `{facts}` checked; None where there is none."""
        if value is None or value is BAD:
            return None
        if isinstance(value, At):
            return self._plain(value)
        variants = []
        for index, record in enumerate(value):
            when = record.get("when")
            last = index == len(value) - 1
            if last and when is not None:
                self.report("TX003", when.node, "the last variant of a text must hold always", "leave its `when` out")
            if not last and not record.has("when"):
                self.report("TX003", record.node.value[0][0], "only the last variant of a text may have no `when`", "no later variant would ever show")
            words = record.get("text")
            variants.append(Variant(self.expression(when) if when is not None and not last else None, self._plain(words) if words else ""))
        return tuple(variants)

    def needed(self, value: Any) -> Text:
        return self.text(value) or ""

    def _plain(self, at: At) -> str:
        for match in _BRACES.finditer(at.value) if "{" in at.value or "}" in at.value else ():
            name = match.group(1)
            if name is not None and name in self.declared.facts:
                self.facts.add(name)
            elif name is not None:
                hint = did_you_mean(name, self.declared.facts) or "write `{{` and `}}` for braces"
                self.report("TX001", at.node, f"the text names a fact `{name}` that does not exist", hint)
            elif match.group() in ("{", "}"):
                self.report("TX002", at.node, f"a single `{match.group()}` in a text", "write `{{` and `}}` for braces")
        return at.value

    def image(self, record: Record) -> Image | None:
        at, alt = record.get("image"), self.text(record.get("alt"))
        if at is None:
            return None
        if at.value not in self.images:
            self.report("RF005", at.node, f"there is no image `{at.value}` in trees/images/", did_you_mean(at.value, self.images))
            return None
        if alt is None and not record.has("alt"):
            self.report("ST002", at.node, "an image needs `alt`", "say what it shows, for those who do not see it")
        return Image(at.value, self.images[at.value], alt or "")

    def bring(self, at: At) -> Bring | None:
        """A step that is asked, or a fact."""
        step = self.tree.steps.get(at.value)
        if step is not None:
            heading = step.record.get(step.form if step.form not in ("answers", "input", "paste") else "question")
            if at.value in (self.names.steps or {}):
                return Bring("step", at.value, self.needed(heading) if step.form not in ("check", "lookup") else "")
        elif at.value in self.declared.facts:
            self.facts.add(at.value)
            return Bring("fact", at.value, self.declared.facts[at.value].label)
        if at.value not in self.unknown_ids:
            known = [*(self.names.steps or {}), *self.declared.facts]
            self.report("RF015", at.node, f"`{at.value}` is neither a step that is answered nor a fact", did_you_mean(at.value, known))
        return None

    def _reply_type(self, step: WrittenStep) -> FactType | None:
        """The type of `answer('step')`; None for steps that nobody answers."""
        record = step.record
        match step.form:
            case "answers":
                ids = frozenset(record.get("answers") or ())
                choose = record.get("choose")
                return FactType("set" if choose and choose.value == "many" else "choice", ids)
            case "input":
                kind = record.get("input")
                return FactType({"code": "text", "choice": "text"}.get(kind.value, kind.value) if kind else "text")
            case "paste":
                return FactType("text")
            case "instruction":
                return FactType("choice", frozenset(("fixed", "not_fixed", "tried_before", "cannot")))
            case "check":
                return FactType("choice", frozenset(("pass", "fail", "unavailable")))
            case "lookup":
                return FactType("choice", frozenset((*(record.get("results") or ()), "unavailable")))
        return None


def _moved(violation: Violation, node: yaml.Node, offset: int) -> Violation:
    """The violation at an offset inside a scalar that stands on one line."""
    if node.start_mark.line != node.end_mark.line or not offset:
        return violation
    span = violation.span
    quoted = int(node.style in ("'", '"'))
    span = type(span)(span.file, span.line, span.column + quoted + offset, max(1, span.length - 2 * quoted - offset))
    return Violation(violation.code, span, violation.message, violation.hint, violation.source)
