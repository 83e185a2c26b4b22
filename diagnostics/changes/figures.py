"""Changes and the visits that met what changed: how many, and in which order changes are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.changes.change import RANK, Change

Passed = tuple[str, str, str]
"""A tree, a step of it, and the answer that was given there; "" for the step whatever was answered."""

_OF_ANSWERS = ("answer.route", "answer.removed", "answer.renamed", "answer.value", "text")


@dataclass(frozen=True, slots=True)
class Met:
    """A change, and how many visits gave the answer or came to the step as it was. None: nothing of before can tell."""

    change: Change
    visits: int | None


def met(changes: Sequence[Change], passed: Mapping[Passed, int] | None) -> tuple[Met, ...]:
    """The changes with their visits: structural ones before wording, and of each kind of these the most visited first; without figures (None)
    in the order given."""
    if passed is None:
        return tuple(Met(change, None) for change in changes)
    before = {(c.tree, c.step): c.old for c in changes if c.kind == "step.renamed"}
    called = {(c.tree, c.step, c.answer): c.old for c in changes if c.kind == "answer.renamed"}
    found = [Met(change, _visits(change, passed, before, called)) for change in changes]
    return tuple(sorted(found, key=lambda one: (not one.change.structural, -(one.visits or 0), RANK[one.change.kind])))


def _visits(change: Change, passed: Mapping[Passed, int], before: Mapping[tuple[str, str], str], called: Mapping[Passed, str]) -> int | None:
    if not change.step or change.kind in ("step.added", "answer.added"):
        return None
    step = before.get((change.tree, change.step), change.step)
    if (change.tree, step, "") not in passed:
        return None
    answer = called.get((change.tree, change.step, change.answer), change.answer)
    of_answer = change.answer and change.kind in _OF_ANSWERS
    return passed.get((change.tree, step, answer if of_answer else ""), 0)


def by_tree(found: Iterable[Met]) -> dict[str, list[Met]]:
    """The changes of each tree in their order; what the library declares is under ""."""
    trees: dict[str, list[Met]] = {}
    for one in found:
        trees.setdefault(one.change.tree, []).append(one)
    return trees
