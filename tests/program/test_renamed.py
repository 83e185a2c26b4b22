"""What was only renamed between two versions of a tree."""

from diagnostics.program.renamed import renamed
from diagnostics.program.types import Tree
from tests.engine.guides import guide

STEPS = """
    lit: {question: Is it lit?, answers: {yes: {label: "Yes", next: good}, no: {label: "No", next: bulb}}}
    bulb: {instruction: Change the bulb, actions: [Now], not_fixed: fuse}
    fuse: {instruction: Change the fuse, actions: [Now], not_fixed: bad}
"""


def tree(steps: str) -> Tree:
    return guide(steps, proved=False).root


def test_equal_trees_have_no_names_to_tell() -> None:
    """What kept its id is not told."""
    assert (renamed(tree(STEPS), tree(STEPS)).steps, renamed(tree(STEPS), tree(STEPS)).answers) == ({}, {})


def test_steps_that_lead_to_each_other_are_renamed_together() -> None:
    """A route to a renamed step is not a change of its own."""
    new = STEPS.replace("bulb:", "lamp:").replace("next: bulb", "next: lamp").replace("fuse:", "wire:").replace("not_fixed: fuse", "not_fixed: wire")
    assert renamed(tree(STEPS), tree(new)).steps == {"bulb": "lamp", "fuse": "wire"}


def test_a_condition_on_the_answer_to_a_renamed_step_goes_along() -> None:
    """`answer('step')` is a way to name a step, too."""
    old = STEPS.replace("fuse}", "way}") + """
    way: {decide: [{when: "answer('lit') == 'no'", next: fuse}], otherwise: bad}
    """
    new = old.replace("lit:", "burns:").replace("'lit'", "'burns'").replace("way", "road")
    assert renamed(tree(old), tree(new)).steps == {"lit": "burns", "way": "road"}


def test_a_step_that_also_changed_is_another_one() -> None:
    """Renamed and reworded at once: nobody can tell that it is the same."""
    assert renamed(tree(STEPS), tree(STEPS.replace("bulb", "lamp"))).steps == {}


def test_of_two_steps_that_are_alike_and_one_that_came_nothing_is_said() -> None:
    """It is not known which of them it was."""
    twin = STEPS.replace("fuse}", "bulb_2}") + "    bulb_2: {instruction: Change the bulb, actions: [Now], not_fixed: fuse}\n"
    twin = twin.replace("bulb: {instruction: Change the bulb, actions: [Now], not_fixed: bulb_2}",
                        "bulb: {instruction: Change the bulb, actions: [Now], not_fixed: fuse}")  # fmt: skip
    assert renamed(tree(twin), tree(STEPS.replace("bulb:", "lamp:").replace("next: bulb", "next: lamp"))).steps == {}


def test_an_answer_of_the_same_label_and_way_is_renamed() -> None:
    """Its step keeps its name, or is renamed itself."""
    assert renamed(tree(STEPS), tree(STEPS.replace("no: {", "dark: {"))).answers == {("lit", "no"): "dark"}
    assert renamed(tree(STEPS), tree(STEPS.replace("no: {label: \"No\"", "dark: {label: Nope"))).answers == {}
