"""Two versions of a tree to what was only renamed between them: steps and answers whose id is another, and all else the same."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.program.codec import value_to_json
from diagnostics.program.types import Check, Choice, Lookup, Tree

_ROUTES = frozenset("next otherwise then fixed not_fixed cannot in_list".split())
_UNNAMED = "?"


@dataclass(frozen=True, slots=True)
class Renamed:
    """`steps`: old id → new id; `answers`: (old step, old answer) → new answer. What kept its id is not in them."""

    steps: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]

    def step(self, old: str) -> str:
        return self.steps.get(old, old)

    def answer(self, step: str, old: str) -> str:
        return self.answers.get((step, old), old)


def renamed(old: Tree, new: Tree) -> Renamed:
    """What was renamed. Of several steps that are alike, the first became the first, if there are as many as before."""
    gone, come = old.steps.keys() - new.steps.keys(), new.steps.keys() - old.steps.keys()
    loose = frozenset(gone | come)
    steps = _paired({name: _signature(old, name, loose) for name in old.steps if name in gone},
                    {name: _signature(new, name, loose) for name in new.steps if name in come})  # fmt: skip
    answers: dict[tuple[str, str], str] = {}
    for name, step in old.steps.items():
        other = new.steps.get(steps.get(name, name))
        if isinstance(step, Choice) and isinstance(other, Choice):
            answers |= {(name, a): b for a, b in _renamed_answers(step, other, steps).items()}
    return Renamed(steps, answers)


def _renamed_answers(old: Choice, new: Choice, steps: Mapping[str, str]) -> dict[str, str]:
    def alike(step: Choice, name: str) -> Hashable:
        answer = step.answers[name]
        own = None if answer.value == name else answer.value
        return (answer.label, steps.get(answer.next or "", answer.next), own, answer.hint, answer.means, answer.none, answer.unknown)

    gone = {name: alike(old, name) for name in old.answers if name not in new.answers}
    return _paired(gone, {name: alike(new, name) for name in new.answers if name not in old.answers})


def _paired(gone: Mapping[str, Hashable], come: Mapping[str, Hashable]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for signature in dict.fromkeys(gone.values()):
        before = [name for name, it in gone.items() if it == signature]
        after = [name for name, it in come.items() if it == signature]
        if len(before) == len(after):
            pairs |= dict(zip(before, after, strict=True))
    return pairs


def _signature(tree: Tree, name: str, loose: frozenset[str]) -> str:
    """Everything about a step but its id and the ids of steps that may have been renamed too."""
    step = tree.steps[name]
    data = value_to_json(step)
    del data["id"]
    if isinstance(step, (Check, Lookup)):
        data["results"] = {result: _loosened(target, loose) for result, target in step.results.items()}
    return str(_without_names(data, loose, tree.id))


def _loosened(target: str, loose: frozenset[str]) -> str:
    return _UNNAMED if target in loose else target


def _without_names(data: Any, loose: frozenset[str], tree: str) -> Any:
    if isinstance(data, dict):
        return {key: _loosened(value, loose) if key in _ROUTES and isinstance(value, str) else _members(value, loose)
                if key == "members" else _without_names(value, loose, tree) for key, value in data.items()}  # fmt: skip
    if isinstance(data, list):
        if len(data) == 2 and data[0] in ("fact", "known") and str(data[1]).startswith(f"{tree}/"):
            return [data[0], f"{tree}/{_loosened(str(data[1]).partition('/')[2], loose)}"]
        if len(data) == 2 and isinstance(data[0], list) and isinstance(data[1], str):  # a case: its condition and its step
            return [_without_names(data[0], loose, tree), _loosened(data[1], loose)]
        return [_without_names(item, loose, tree) for item in data]
    return data


def _members(value: Any, loose: frozenset[str]) -> Any:
    return [_loosened(str(member), loose) for member in value]
