"""A visit's start and replies from one program to another: what was said at a step is said at the step that it has become."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TypeVar

from diagnostics.conditions.expression import Expression, Value
from diagnostics.engine import Given, Reply, Start, State, replay, step_at
from diagnostics.engine.advance import NeverProved, reply_key
from diagnostics.program.renamed import Renamed, renamed
from diagnostics.program.types import RESOLVED, Call, Choice, Compute, Decide, Input, Program, Step

_NOTHING = Renamed({}, {})
_T = TypeVar("_T")


class Carrying:
    """From the program `old` to `new`. What was found out about a place is kept: many visits share the two programs."""

    def __init__(self, old: Program, new: Program) -> None:
        self.old, self.new = old, new
        self._names = {name: renamed(tree, new.trees[name]) for name, tree in old.trees.items() if name in new.trees and tree != new.trees[name]}
        if old.tree != new.tree:
            self._names[old.tree] = renamed(old.root, new.root)
        self._same_facts = {name for name, fact in old.facts.items() if name in new.facts and fact.kind == new.facts[name].kind}
        self.reads_today = reads_today(old) or reads_today(new)
        self.place = cache(self._place)
        self._steps = cache(self._steps_at)

    def carried(self, start: Start, replies: Mapping[str, Reply]) -> tuple[Start, dict[str, Reply]]:
        """The start and the replies as the new program takes them. What belongs to nothing any more is left out."""
        if self.old is self.new:
            return start, dict(replies)
        entry = self._names.get(self.old.tree, _NOTHING).step(start.entry) if start.entry else None
        begun = Start(start.day, entry if entry in self.new.root.steps else None, tuple(self._given(start.facts)))
        found: dict[str, Reply] = {}
        for key, reply in replies.items():
            at = key.partition("?")[0]
            place, carried = self.place(at), self.reply(at, reply)
            if place is not None and carried is not None:
                found[reply_key(place, carried)] = carried
        return begun, found

    def reply(self, place: str, reply: Reply) -> Reply | None:
        """A reply to a place of the old program as the new one takes it; None where its step is of another kind."""
        steps = self._steps(place)
        if steps is None or _form(steps[0]) != _form(steps[1]):
            return None
        tree = self._tree_of(place)
        names = self._names.get(tree, _NOTHING)
        value = self._value(names, steps[0], reply.value)
        if value == reply.value and len(self._same_facts) == len(self.old.facts):
            return reply
        return replace(reply, value=value, kept=self._kept(reply.kept), keys=self._kept(reply.keys))

    def same_end(self, was: State, now: State) -> bool:
        """Whether two visits ended alike: at the same outcome, by whatever name, with the same people to turn to."""
        old, new = was.outcome, now.outcome
        if old is None or new is None or (old.kind, old.team) != (new.kind, new.team):
            return False
        tree = was.frames[-1].tree
        same_tree = tree == now.frames[-1].tree or (tree, now.frames[-1].tree) == (self.old.tree, self.new.tree)
        same_name = self._names.get(tree, _NOTHING).step(old.id) == new.id
        return (same_name and (same_tree or new.id == RESOLVED.id)) or replace(old, id="") == replace(new, id="")

    def _place(self, place: str) -> str | None:
        """A place of the old program under the names of the new one; None: its steps are no more."""
        tree, parts = self.old.root, []
        for part in place.split("."):
            name, mark, arrival = part.partition("~")
            parts.append(self._names.get(tree.id, _NOTHING).step(name) + mark + arrival)
            step = tree.steps.get(name)
            if isinstance(step, Call):
                tree = self.old.trees[step.tree]
        found = ".".join(parts)
        return found if place == RESOLVED.id or step_at(self.new, found) else None

    def _steps_at(self, place: str) -> tuple[Step, Step] | None:
        moved = self.place(place)
        before, after = step_at(self.old, place), step_at(self.new, moved) if moved else None
        return (before[1], after[1]) if before and after else None

    def _tree_of(self, place: str) -> str:
        at = step_at(self.old, place)
        return at[0].id if at else ""

    def _value(self, names: Renamed, step: Step, value: Value | None) -> Value | None:
        if not isinstance(step, Choice) or not names.answers:
            return value
        if isinstance(value, frozenset):
            return frozenset(names.answer(step.id, chosen) for chosen in value)
        return names.answer(step.id, value) if isinstance(value, str) else value

    def _given(self, facts: Iterable[Given]) -> Iterable[Given]:
        return (given for given in facts if given.fact in self._same_facts)

    def _kept(self, pairs: tuple[tuple[str, _T], ...]) -> tuple[tuple[str, _T], ...]:
        return tuple(pair for pair in pairs if pair[0] in self._same_facts)


def walked(program: Program, start: Start, replies: Mapping[str, Reply]) -> State:
    """Where a recorded visit stands.

    Raises:
        NeverProved: the program leads nowhere for it.
    """
    try:
        return replay(program, start, replies)
    except TypeError as error:  # one that was moved here from a withdrawn program may hold facts of types that this one does not expect
        raise NeverProved(f"the tree {program.tree} cannot compare what this visit knows") from error


def _form(step: Step) -> tuple[type[Step], object]:
    """What a reply must fit: an answer chosen is no text that was typed, though both are texts."""
    return type(step), step.many if isinstance(step, Choice) else step.kind if isinstance(step, Input) else None


def reads_today(program: Program) -> bool:
    """Whether the way through a program may depend on the day."""
    steps = [step for tree in program.trees.values() for step in tree.steps.values()]
    conditions = [step.guard.when for step in steps if step.guard and step.guard.when]
    conditions += [when for step in steps if isinstance(step, Decide) for when, _ in step.cases]
    conditions += [expression for step in steps if isinstance(step, Compute) for _, expression in step.sets]
    bounds = {bound for step in steps if isinstance(step, Input) for bound in (step.low, step.high)}
    return "today" in bounds or any(_has_today(condition) for condition in conditions)


def _has_today(expression: Expression) -> bool:
    return expression[0] == "today" or any(isinstance(part, tuple) and _has_today(part) for part in expression[1:])
