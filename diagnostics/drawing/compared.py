"""Two versions of a tree to the overlay that shows what came, what went and what changed. What was only renamed is neither."""

from dataclasses import replace

from diagnostics.drawing.overlay import Mark, Overlay, Tone
from diagnostics.drawing.ways import Node, Sketch, Way, sketch
from diagnostics.program.codec import value_to_json
from diagnostics.program.renamed import Renamed, renamed
from diagnostics.program.types import Program

LEGEND: tuple[tuple[Tone, str], ...] = (("added", "new"), ("changed", "changed"), ("removed", "no longer there"))
NEW, CHANGED = Mark("added", None, "new"), Mark("changed", None, "changed")

_LEADS = frozenset("id next fixed not_fixed cannot in_list loops otherwise results members matches cases".split())


def compared(old: Program, new: Program, than: str) -> Overlay:
    """`than` is how the old version is called. The programs are of the same tree."""
    names = renamed(old.root, new.root)
    before, now = _as_now(sketch(old), names), sketch(new)
    steps = {node.id: NEW for node in now.nodes if node.id not in {node.id for node in before.nodes}}
    was = {names.step(name): _content(old, name, names) for name in old.root.steps}
    cards = {member.id: node.id for node in now.nodes for member in node.members}
    for name in new.root.steps:
        if name in was and was[name] != _content(new, name, Renamed({}, {})):
            steps.setdefault(name, CHANGED)
        if name in cards and (name not in was or name in steps):
            steps.setdefault(cards[name], CHANGED)
    leads = {(said.step, said.answer): (way.target, said.label) for way in before.ways for said in way.said}
    answers = {}
    for way in now.ways:
        for said in way.said:
            then = leads.get((said.step, said.answer))
            if then is None or then[0] != way.target:
                answers[said.step, said.answer] = Mark("added")
            elif then[1] != said.label:
                answers[said.step, said.answer] = Mark("changed")
    return Overlay(f"compared with {than}", steps, answers, LEGEND, before=before)


def _as_now(before: Sketch, names: Renamed) -> Sketch:
    """The old version with the ids of now."""

    def node(old: Node) -> Node:
        return replace(old, id=names.step(old.id), members=tuple(replace(m, id=names.step(m.id)) for m in old.members))

    def way(old: Way) -> Way:
        said = tuple(replace(s, step=names.step(s.step), answer=names.answer(s.step, s.answer)) for s in old.said)
        return replace(old, source=names.step(old.source), target=names.step(old.target), said=said)

    return Sketch(tuple(map(node, before.nodes)), tuple(map(way, before.ways)))


def _content(program: Program, name: str, names: Renamed) -> object:
    """What a step says and does, without where it leads: that is shown by its lines."""
    data = value_to_json(program.root.steps[name])
    if "guard" in data:
        data["guard"] = {**data["guard"], "otherwise": None, "then": None}
    if "answers" in data:
        data["answers"] = {names.answer(name, key): {**answer, "next": None} for key, answer in data["answers"].items()}
    return {key: value for key, value in data.items() if key not in _LEADS}
