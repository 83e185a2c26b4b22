"""A tree's conditions, each at its place, and what can be said of them: those that never hold, always hold, or are covered by earlier ones.

Conditions that are tried in turn form a chain: the cases of a `decide`, the variants of a text; a `when` of a step is one by itself. They are
tried the way the proofs do, with every fact known or not. What is said is certain; a comparison that cannot be split goes both ways.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

from diagnostics.analysis.certainty import Environment
from diagnostics.analysis.domains import OTHER, Domains, domains_of
from diagnostics.analysis.environment import MAYBE, UNSET, Branching
from diagnostics.compiler.context import NEVER, Context
from diagnostics.conditions.expression import Expression, facts_in
from diagnostics.lint.subject import Subject
from diagnostics.lint.supply import ANY, Supply, supply_of
from diagnostics.model.shapes import At, Record
from diagnostics.program.types import Answer, Choice, Program, Step, Tree

MAX_WAYS = 100
"""A chain that goes more ways at once is left alone."""


class Condition(NamedTuple):
    """One condition. `next` is where it leads, of a case."""

    at: At
    expression: Expression
    next: At | None = None


class Chain(NamedTuple):
    """Conditions that are tried in turn. `kind` is `when`, `decide` or `variants`; `step` is empty for the tree's own texts."""

    step: str
    kind: str
    conditions: tuple[Condition, ...]


class Verdict(Enum):
    """What is certain of a condition: it never holds by itself, always holds by itself, is covered by those before it, or would need a
    value that nothing in the tree can give."""

    NEVER = "never"
    ALWAYS = "always"
    COVERED = "covered"
    UNSUPPLIED = "unsupplied"


class Judged(NamedTuple):
    """A condition of which something is certain, or a part of it. `by` are those before it in its chain."""

    chain: Chain
    condition: Condition
    verdict: Verdict
    by: tuple[Condition, ...]
    part: Expression | None = None


Certain = tuple[int, Verdict, Expression | None]
"""Of a condition, by its number in its chain: what is certain, and of which part where it is not the whole."""


def chains_of(subject: Subject) -> tuple[Chain, ...]:
    """All chains of a tree, without conditions that the loader refused."""
    text = subject.written.document.text
    context = Context(subject.written, subject.declared, {}, {}) if subject.tree is None else None
    found: list[Chain] = []
    header, tree = subject.written.header, subject.tree
    for key in ("title", "summary"):
        found += _variants("", Record(header.node, {key: header.get(key)}), tree, context)
    for name, step in subject.steps.items():
        record, compiled = step.record, tree.steps[name] if tree else None
        if text.find("when", record.node.start_mark.index, record.node.end_mark.index) < 0:
            continue  # most steps: looking through all their texts takes longer
        when = record.get("when")
        if when is not None:
            compiled_when = compiled.guard.when if compiled and compiled.guard else None
            found += _chain(name, "when", [(when, compiled_when, None)], context)
        if step.form == "decide":
            cases = [case for case in record.get("decide") or () if case.get("when") is not None]
            known = [e for e, _ in compiled.cases] if compiled else [None] * len(cases)  # type: ignore[union-attr]  # its form says what it is
            found += _chain(name, "decide", [(c.get("when"), e, c.get("next")) for c, e in zip(cases, known, strict=True)], context)
        else:
            found += _variants(name, record, compiled, context)
    return tuple(found)


_HEADINGS = dict.fromkeys(("question", "instruction", "information"), "heading") | {"text": "help"}


def _variants(step: str, record: Record, compiled: Any, context: Context | None) -> Iterator[Chain]:
    """The chains of a record's texts. `compiled` has the same texts in the same places."""
    for key, value in record.values.items():
        field = _HEADINGS.get(key, key)
        if type(value) is tuple and value and isinstance(value[0], Record):
            parts = getattr(compiled.image if key == "alt" and compiled else compiled, field, ())
            if key == "actions":
                for index, action in enumerate(value):
                    yield from _variants(step, action, parts[index] if parts else None, context)
            elif value[0].has("text") and key != "matches":
                whens = [(variant.get("when"), parts[n].when if parts else None, None) for n, variant in enumerate(value)]
                yield from _chain(step, "variants", [part for part in whens if part[0] is not None], context)
        elif isinstance(value, Record):
            yield from _variants(step, value, getattr(compiled, field, None), context)
        elif key == "answers" and isinstance(value, dict):
            for name, (_, answer) in value.items():
                if isinstance(answer, Record):
                    yield from _variants(step, answer, compiled.answers[name] if compiled else None, context)


def _chain(step: str, kind: str, parts: Iterable[tuple[At, Expression | None, At | None]], context: Context | None) -> Iterator[Chain]:
    conditions = []
    for at, expression, follow in parts:
        done = context.expression(at) if context is not None else expression
        if done is not None and done is not NEVER:
            conditions.append(Condition(at, done, follow))
    if conditions:
        yield Chain(step, kind, tuple(conditions))


def judged(subject: Subject) -> tuple[Judged, ...]:
    """Every condition of which something is certain, in the order of the file."""
    chains = subject.once(chains_of)
    if not chains:
        return ()
    judge = _Judge(subject)
    done: dict[tuple[Expression, ...], list[Certain]] = {}
    found = []
    for chain in chains:
        expressions = tuple(condition.expression for condition in chain.conditions)
        if expressions not in done:
            done[expressions] = judge.verdicts(expressions)
        found += [Judged(chain, chain.conditions[n], verdict, chain.conditions[:n], part) for n, verdict, part in done[expressions]]
    return tuple(found)


class _Judge:
    """Judges the chains of one tree. What it takes to try conditions is only made where a chain is not of the usual kind."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        supply: Supply | None = subject.once(supply_of)
        self.supply: Supply = supply or {}
        self.branching: Branching | None = None
        self.alone: dict[Expression, list[tuple[Verdict, Expression | None]]] = {}

    def verdicts(self, expressions: Sequence[Expression]) -> list[Certain]:
        """What is certain of each, by its number in the chain. Behind one that always holds nothing more is said."""
        asked = _asked_for(expressions, self.subject)
        if asked is not None:
            return [(n, Verdict.UNSUPPLIED, None) for n, (name, values) in enumerate(asked) if not self._may_be(name, values)]
        if self.branching is None:
            self.branching = Branching(_domains(self.subject))
        return self._tried(expressions, self.branching)

    def _may_be(self, name: str, values: frozenset[str]) -> bool:
        given = self.supply.get(name, ANY).values
        return given is None or bool(given & values)

    def _tried(self, expressions: Sequence[Expression], branching: Branching) -> list[Certain]:
        found: list[Certain] = []
        going: list[dict[Any, Any]] = [{name: MAYBE for e in expressions for name in facts_in(e)}]
        for n, e in enumerate(expressions):
            ways = [way for before in going for way in branching.branch(e, before)]
            if len(ways) > MAX_WAYS:
                return []
            if e not in self.alone:
                self.alone[e] = self._by_itself(e, branching)
            alone = self.alone[e]
            covered = not any(truth for truth, _ in ways) and all(verdict is not Verdict.NEVER or part for verdict, part in alone)
            found += [(n, Verdict.COVERED, None)] if covered else [(n, verdict, part) for verdict, part in alone]
            if (Verdict.ALWAYS, None) in alone:
                break
            going = [dict(after) for truth, after in ways if not truth]
        return found

    def _by_itself(self, e: Expression, branching: Branching) -> list[tuple[Verdict, Expression | None]]:
        """What is certain of a condition whatever stands before it, or of parts of it."""
        anything = {name: MAYBE for name in facts_in(e)}
        if _is_dead(e, anything, branching):
            return [(Verdict.NEVER, None)]
        supplied = self._supplied(anything, branching.domains)
        if supplied != anything and _is_dead(e, supplied, branching):
            return [(Verdict.UNSUPPLIED, None)]
        return [(Verdict.ALWAYS, None)] if _is_sure(e, branching) else [*_parts(e, anything, branching)]

    def _supplied(self, names: Iterable[str], domains: Domains) -> dict[Any, Any]:
        """What facts can be in this tree: left out where nothing gives them."""
        env: dict[Any, Any] = {}
        for name in names:
            given = self.supply.get(name, ANY)
            if given.values is None:
                env[name] = MAYBE
            elif given.values:
                told = domains.of_fact(name)
                env[name] = frozenset(value if value in told else OTHER for value in given.values) | {UNSET}
            if given.bounds != (None, None):
                env["bounds", name] = given.bounds
        return env


def _asked_for(expressions: Sequence[Expression], subject: Subject) -> list[tuple[str, frozenset[str]]] | None:
    """Of a chain of the usual kind, the fact and the values that each condition asks for, and none of them twice or all: of such a chain
    nothing is certain by itself. None for any other chain."""
    asked: list[tuple[str, frozenset[str]]] = []
    seen: set[tuple[str, str]] = set()
    for e in expressions:
        if e[0] == "and" and len(e) == 3 and e[1][0] == "known" and e[2][0] in ("==", "in") and e[2][1][:1] == ("fact",) and e[1][1] == e[2][1][1]:
            e = e[2]
        if e[0] not in ("==", "in") or e[1][0] != "fact" or e[2][0] not in ("text", "list"):
            return None
        items = e[2][1:] if e[2][0] == "list" else (e[2],)
        pairs = {(e[1][1], item[1]) for item in items if item[0] == "text"}
        declared = subject.declared.facts.get(e[1][1])
        if len(pairs) < len(items) or pairs & seen or (len(items) > 1 and (declared is None or len(items) >= len(declared.values))):
            return None
        seen |= pairs
        asked.append((e[1][1], frozenset(value for _, value in pairs)))
    return asked


def _domains(subject: Subject) -> Domains:
    """What the conditions tell apart. Of the steps only those matter whose answers are read."""
    declared, name = subject.declared, subject.written.id
    expressions = dict.fromkeys(condition.expression for chain in subject.once(chains_of) for condition in chain.conditions)
    read = {fact.partition("/")[2] for expression in expressions for fact in facts_in(expression) if "/" in fact}
    steps = {step: done for step in sorted(read) if (done := _answered(step, subject)) is not None}
    tree = Tree(name, "", "", "", steps, "")
    return domains_of(Program(name, {name: tree}, declared.facts, {}, declared.tables, declared.locale), expressions)


def _answered(name: str, subject: Subject) -> Step | None:
    """A step whose answer is read: as it runs, or in a tree with errors as far as its answers can be told."""
    if subject.tree is not None:
        return subject.tree.steps[name]
    record = subject.steps[name].record if name in subject.steps else None
    if record is None or record.get("answers") is None or record.has("choose"):
        return None
    return Choice(id=name, heading="", answers={answer: Answer("", None) for answer in record.get("answers")}, remember=True)


def _known_where_read(e: Expression, branching: Branching) -> dict[Any, Any]:
    """Every fact known but those that the condition asks about: the proofs see to it that no other is read unknown."""
    asked = set(_asked_whether_known(e))
    return {name: MAYBE if name in asked else branching.some(name) for name in facts_in(e)}


def _asked_whether_known(e: Expression) -> Iterator[str]:
    if e[0] == "known":
        yield e[1]
    for part in e[1:]:
        if isinstance(part, tuple):
            yield from _asked_whether_known(part)


def _is_dead(e: Expression, env: Environment, branching: Branching) -> bool:
    """Whether a condition never holds. Something that is compared with itself is not split, so it is looked at here."""
    return (e[0] in ("!=", "<", ">") and e[1] == e[2]) or not any(truth for truth, _ in branching.branch(e, env))


def _is_sure(e: Expression, branching: Branching) -> bool:
    """Whether a condition always holds."""
    return (e[0] in ("==", "<=", ">=") and e[1] == e[2]) or all(truth for truth, _ in branching.branch(e, _known_where_read(e, branching)))


def _parts(e: Expression, env: Environment, branching: Branching) -> Iterator[tuple[Verdict, Expression]]:
    """The first parts in brackets that never hold, of an `or`, or that always hold, of an `and`."""
    for part in e[1:] if e[0] in ("and", "or", "not") else ():
        if part[0] == "and" and _is_dead(part, env, branching):
            yield Verdict.NEVER, part
        elif part[0] == "or" and _is_sure(part, branching):
            yield Verdict.ALWAYS, part
        else:
            yield from _parts(part, env, branching)
