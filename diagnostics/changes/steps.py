"""Two versions of a step to the changes between them, part by part and answer by answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnostics.changes.change import Change
from diagnostics.changes.parts import HEADINGS, Part, Parts, answers_of, parts_of, shown
from diagnostics.program.codec import STEPS
from diagnostics.program.renamed import Renamed
from diagnostics.program.types import Asked, Call, Choice, Decide, Fixes, Outcome, Step

_KINDS = {kind: name for name, kind in STEPS.items()} | {Choice: "question", Decide: "decide"}
_NOTHING = Part("step.part", "", True)


@dataclass(frozen=True, slots=True)
class Pair:
    """A step as it was and as it is."""

    tree: str
    old: Step
    new: Step
    names: Renamed

    def differing(self, old: Parts, new: Parts, answer: str = "") -> Iterator[Change]:
        for what in dict.fromkeys((*new, *old)):
            before, after = old.get(what), new.get(what)
            kind, was, now = (after or before or _NOTHING).kind, (before or _NOTHING).text, (after or _NOTHING).text
            is_route = kind == "step.route"
            if (self.names.step(was) if is_route else was) == now:
                continue
            kind = "answer.route" if answer and is_route else kind
            structural = (before or after or _NOTHING).structural and (kind != "text" or not (was and now))
            yield Change(kind, self.tree, self.new.id, answer, what, was, now, structural)


def kind_of(step: Step) -> str:
    """What a step is called: `question`, `instruction`, `outcome`."""
    return _KINDS[type(step)]


def heading_of(step: Step) -> str:
    """What a step says first, on one line; of one that shows nothing, what it is about."""
    if isinstance(step, Asked):
        return shown(step.heading)
    if isinstance(step, Outcome):
        return shown(step.title) or shown(step.says) or step.kind
    return step.tree if isinstance(step, Call) else ""


def step_changes(pair: Pair) -> Iterator[Change]:
    """What changed in a step that is still there."""
    if type(pair.old) is not type(pair.new):
        yield Change("step.kind", pair.tree, pair.new.id, "", "", kind_of(pair.old), kind_of(pair.new))
        what = HEADINGS.get(type(pair.new), "question")
        if heading_of(pair.old) != heading_of(pair.new):
            yield Change("text", pair.tree, pair.new.id, "", what, heading_of(pair.old), heading_of(pair.new), False)
        return
    yield from pair.differing(parts_of(pair.old), parts_of(pair.new))
    yield from _answer_changes(pair)
    if isinstance(pair.old, Fixes) and isinstance(pair.new, Fixes):
        yield from _member_changes(pair, pair.old, pair.new)


def _answer_changes(pair: Pair) -> Iterator[Change]:
    renamed = {old: new for (step, old), new in pair.names.answers.items() if step == pair.old.id}
    renamed |= _changed_conditions(pair) if isinstance(pair.new, Decide) else {}
    before = {renamed.get(name, name): parts for name, parts in answers_of(pair.old).items()}
    after = answers_of(pair.new)
    decides = isinstance(pair.new, Decide)
    for was, now in renamed.items():
        yield Change("step.condition" if decides else "answer.renamed", pair.tree, pair.new.id, now, "decide" if decides else "", was, now)
    for name, parts in after.items():
        if name not in before:
            yield Change("answer.added", pair.tree, pair.new.id, name, "", "", _told(parts))
        else:
            yield from pair.differing(before[name], parts, name)
    for name, parts in before.items():
        if name not in after:
            yield Change("answer.removed", pair.tree, pair.new.id, name, "", _told(parts))
    kept_before, kept_after = [name for name in before if name in after], [name for name in after if name in before]
    if kept_before != kept_after and isinstance(pair.new, (Choice, Decide)):
        yield Change("answer.order", pair.tree, pair.new.id, "", "", ", ".join(kept_before), ", ".join(kept_after), decides)


def _changed_conditions(pair: Pair) -> dict[str, str]:
    """Cases that lead to where they led, on another condition."""
    old, new = answers_of(pair.old), answers_of(pair.new)
    gone, come = [case for case in old if case not in new], [case for case in new if case not in old]
    found: dict[str, str] = {}
    for case in gone:
        target = pair.names.step(old[case]["next"].text)
        match = next((other for other in come if other not in found.values() and new[other]["next"].text == target), None)
        if match is not None:
            found[case] = match
    return found


def _told(parts: Mapping[str, Part]) -> str:
    """An answer in a word: its label, and where it leads."""
    label, target = (parts.get(what, _NOTHING).text for what in ("label", "next"))
    return " → ".join(filter(None, (f"“{label}”" if label else "", f"`{target}`" if target else "")))


def _member_changes(pair: Pair, old: Fixes, new: Fixes) -> Iterator[Change]:
    before, after = [pair.names.step(member) for member in old.members], list(new.members)
    if set(before) != set(after):
        yield Change("fixes.members", pair.tree, new.id, "", "fixes", ", ".join(old.members), ", ".join(after))
    kept_before, kept_after = [m for m in before if m in after], [m for m in after if m in before]
    if kept_before != kept_after:
        yield Change("fixes.order", pair.tree, new.id, "", "fixes", ", ".join(kept_before), ", ".join(kept_after))
