"""What changed in a tree, on its picture: what came, what went, and what only leads elsewhere."""

from dataclasses import replace

from diagnostics.drawing.compared import compared
from diagnostics.drawing.tree import draw_tree
from diagnostics.program.types import Answer, Choice, Instruction, Outcome, Program, Step, Tree
from tests.drawing.geometry import overlapping, run_through

END = Outcome(id="end", kind="handoff", title="A person")
WAS: dict[str, Step] = {
    "ask": Choice(id="ask", heading="Is it on?", answers={"on": Answer("Yes", "press"), "off": Answer("No", "end")}),
    "press": Instruction(id="press", heading="Press it", actions=(), not_fixed="old"),
    "old": Instruction(id="old", heading="Do the old thing", actions=(), not_fixed="end"),
    "end": END,
}
NOW: dict[str, Step] = {
    "ask": Choice(id="ask", heading="Is it on?", answers={"on": Answer("Yes", "press"), "off": Answer("No", "new")}),
    "press": Instruction(id="press", heading="Press it hard", actions=(), not_fixed="end"),
    "new": Choice(id="new", heading="Is it in the wall?", answers={"yes": Answer("Yes", "press"), "no": Answer("No", "end")}),
    "end": END,
}


def program(steps: dict[str, Step]) -> Program:
    return Program("lamp", {"lamp": Tree("lamp", "The lamp is dark", "", "ask", steps, "desk")}, {}, {}, {}, "en")


def test_steps_that_came_and_steps_that_changed_are_marked() -> None:
    """Those that only lead elsewhere are not: their lines are."""
    overlay = compared(program(WAS), program(NOW), "before")
    assert {name: mark.tone for name, mark in overlay.steps.items()} == {"new": "added", "press": "changed"}


def test_answers_that_lead_elsewhere_are_new() -> None:
    """And those of a step that is new."""
    answers = compared(program(WAS), program(NOW), "before").answers
    assert set(answers) == {("ask", "off"), ("press", "not fixed"), ("new", "yes"), ("new", "no")}


def test_what_is_gone_is_drawn() -> None:
    """A step that is no longer there, with its ways, and the way that an answer went before."""
    drawing = draw_tree(program(NOW), compared(program(WAS), program(NOW), "before"))
    assert [card.id for card in drawing.cards if card.tone == "removed"] == ["old"]
    gone = {(line.source, line.target) for line in drawing.lines if line.tone == "removed"}
    assert gone == {("ask", "end"), ("press", "old"), ("old", "end")}
    assert (overlapping(drawing), run_through(drawing)) == ([], [])


def test_a_step_that_is_only_renamed_is_the_same() -> None:
    """Nothing came and nothing went."""
    renamed = {("press_it" if name == "press" else name): step for name, step in WAS.items()}
    renamed["press_it"] = replace(WAS["press"], id="press_it")
    renamed["ask"] = Choice(id="ask", heading="Is it on?", answers={"on": Answer("Yes", "press_it"), "off": Answer("No", "end")})
    overlay = compared(program(WAS), program(renamed), "before")
    assert (dict(overlay.steps), dict(overlay.answers)) == ({}, {})
    assert not [line for line in draw_tree(program(renamed), overlay).lines if line.tone == "removed"]


def test_nothing_changed_is_nothing_marked() -> None:
    """The legend still says what the colours would mean."""
    overlay = compared(program(WAS), program(WAS), "before")
    assert (overlay.steps, overlay.answers) == ({}, {})
    assert [text for _, text in overlay.legend] == ["new", "changed", "no longer there"]
