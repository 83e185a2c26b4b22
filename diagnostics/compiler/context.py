"""What the compilation of one tree knows and collects: names to resolve against, violations, the facts and steps it uses."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from diagnostics.compiler.library import Declarations
from diagnostics.conditions.expression import Expression, FactType, facts_in
from diagnostics.conditions.parse import ExpressionError, Names, parse
from diagnostics.model.read import WrittenStep, WrittenTree
from diagnostics.model.shapes import BAD, At, Record, too_many
from diagnostics.program.inputs import HELPED
from diagnostics.program.texts import BRACES
from diagnostics.program.types import Bring, Image, Text, Variant
from diagnostics.source.reader import MAX_VIOLATIONS
from diagnostics.violations import Violation, clipped, did_you_mean

NEVER: Expression = ("not", ("and",))
"""Stands for an expression that was reported. It never runs: its tree has an error."""

_DECLARE = {what: "declare it in _library.yml" for what in ("team", "fact", "area", "product", "lookup")}
_BRACES = re.compile(f"{BRACES.pattern}|[{{}}]")
"""Also a brace that stands alone, which is a mistake."""


@dataclass(slots=True)
class Context:
    """One tree being compiled. `trees` tells of every known tree id whether it returns; `images` maps file name → SHA-256.

    Names of what was reported elsewhere are passed over in silence: such a tree is `hollow` and must not run.
    """

    tree: WrittenTree
    declared: Declarations
    trees: Mapping[str, bool | None]
    images: Mapping[str, str]
    names: Names = field(init=False)
    violations: list[Violation] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)
    remembered: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=set)
    unknown_ids: frozenset[str] = field(init=False)
    hollow: bool = False
    meant: Mapping[str, str] = field(default_factory=dict)
    """Names of steps that do not exist → those that were meant."""

    def __post_init__(self) -> None:
        tables = {n: "number" if not any(isinstance(v, str) for v in t.values()) else "text" for n, t in self.declared.tables.items()}
        fact_types = {name: fact.type for name, fact in self.declared.facts.items()}
        self.names = Names(fact_types, self.tree.id, {s.id: kind for s in self.tree.steps.values() if (kind := self._reply_type(s))}, tables)
        self.unknown_ids = self.tree.broken

    @property
    def full(self) -> bool:
        return len(self.violations) > MAX_VIOLATIONS

    def report(self, code: str, node: yaml.Node, message: str, hint: str = "") -> None:
        self._add(self.tree.document.violation(code, node, message, hint))

    def report_inside(self, code: str, at: At, start: int, length: int, message: str, hint: str = "") -> None:
        """At a piece of a text, given by its place in the text's value."""
        piece = at.value[start : start + length]
        nth = at.value.count(piece, 0, start) if piece else 0
        self._add(self.tree.document.violation_inside(code, at.node, piece, nth, message, hint))

    def _add(self, violation: Violation) -> None:
        if len(self.violations) < MAX_VIOLATIONS:
            self.violations.append(violation)
        elif not self.full:
            self.violations.append(too_many(self.tree.document, self.tree.document.root))

    def near(self, word: str, known: Iterable[str]) -> str:
        return "" if self.full else did_you_mean(word, known)

    def one_of(self, at: At | None, known: Collection[str], code: str, what: str, hint: str = "") -> str | None:
        """The name, if it is known; else None, and a violation unless its declaration was reported as broken."""
        if at is None:
            return None
        if at.value in known:
            return at.value
        if self.declared.is_broken(what, at.value):
            self.hollow = True
        else:
            cure = self.near(at.value, known) or hint or _DECLARE.get(what, "")
            self.report(code, at.node, f"there is no {what} `{clipped(at.value)}`", cure)
        return None

    def step(self, record: Record, key: str = "next") -> str | None:
        """The step that a key names, also where there is none of that id (a violation then); None where the key is absent."""
        at = record.get(key)
        if at is None:
            return None
        known = [*self.tree.steps, *self.unknown_ids]
        if at.value in self.meant:
            return self.meant[at.value]
        if known and at.value not in self.tree.steps and at.value not in self.unknown_ids:
            message = f"`{key}: {clipped(at.value)}` names a step that does not exist"
            self.report("RF002", at.node, message, self.near(at.value, known) or "write the id of a step of this tree")
        return str(at.value)

    def fact(self, at: At | None, kinds: Collection[str] = (), where: str = "") -> str | None:
        """A declared fact of one of the kinds."""
        name = self.one_of(at, self.declared.facts, "RF004", "fact")
        if name is not None and at is not None:
            kind = self.declared.facts[name].kind
            if kinds and kind not in kinds:
                message = f"{where} needs a fact of type {' or '.join(f'`{k}`' for k in kinds)}, and `{name}` is of type `{kind}`"
                self.report("FA001", at.node, message, "choose another fact, or change its type in _library.yml")
                return None
            self.facts.add(name)
        return name

    def team(self, at: At | None) -> str | None:
        """A declared team."""
        name = self.one_of(at, self.declared.teams, "RF003", "team")
        if name:
            self.teams.add(name)
        return name

    def expression(self, at: At | None, wanted: str = "bool") -> Expression:
        """The expression, or after a violation one that never holds."""
        if at is None:
            return NEVER
        try:
            expression = parse(at.value, self.names, wanted)
        except ExpressionError as error:
            if error.code == "EX003" and (error.name in self.unknown_ids or self.declared.is_broken(error.what, error.name)):
                self.hollow = True
            else:
                self.report_inside(error.code, at, error.offset, error.length, error.message, error.hint)
            return NEVER
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
                self.report("TX003", when.node, "the last variant of a text must always hold",
                            "remove its `when`, or add one without `when` behind it")  # fmt: skip
            if not last and not record.has("when"):
                self.report("TX003", record.node.value[0][0], "only the last variant of a text may be without `when`",
                            "add a `when`: the variants behind this one would never show")  # fmt: skip
            words = record.get("text")
            variants.append(Variant(self.expression(when) if when is not None and not last else None, self._plain(words) if words else ""))
        return tuple(variants)

    def needed(self, value: Any) -> Text:
        return self.text(value) or ""

    def _plain(self, at: At) -> str:
        for match in _BRACES.finditer(at.value) if "{" in at.value or "}" in at.value else ():
            name, length = match.group(1), match.end() - match.start()
            if name is not None and name in self.declared.facts:
                self.facts.add(name)
            elif name is not None and self.declared.is_broken("fact", name):
                self.hollow = True
            elif name is not None:
                hint = self.near(name, self.declared.facts) or "write `{{` and `}}` for braces, or declare the fact in _library.yml"
                self.report_inside("TX001", at, match.start(), length, f"the text names a fact `{clipped(name)}` that does not exist", hint)
            elif match.group() in ("{", "}"):
                self.report_inside("TX002", at, match.start(), length, f"a single `{match.group()}` in a text", "write `{{` and `}}` for braces")
        return at.value

    def image(self, record: Record) -> Image | None:
        """The picture of a step, by the digest of its file; it needs an `alt`."""
        at, alt = record.get("image"), self.text(record.get("alt"))
        if at is None:
            return None
        if at.value not in self.images:
            hint = self.near(at.value, self.images) or "put the file into trees/images/"
            self.report("RF005", at.node, f"there is no image `{clipped(at.value)}`", hint)
            return None
        if alt is None and not record.has("alt"):
            self.report("ST002", at.node, "an image needs `alt`", "say what it shows, for those who do not see it")
        if not self.images[at.value]:  # its file was reported
            self.hollow = True
            return None
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
        if self.declared.is_broken("fact", at.value):
            self.hollow = True
        elif at.value not in self.unknown_ids:
            known = [*(self.names.steps or {}), *self.declared.facts]
            hint = self.near(at.value, known) or "name a question, an instruction, a check or a fact"
            self.report("RF015", at.node, f"`{clipped(at.value)}` is neither a step that is answered nor a fact", hint)
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
                return FactType("choice", frozenset(HELPED))
            case "check":
                return FactType("choice", frozenset(("pass", "fail", "unavailable")))
            case "lookup":
                return FactType("choice", frozenset((*(record.get("results") or ()), "unavailable")))
        return None
