"""The steps that no path reaches, each with the step that is the cause: one mistake is said once."""

from collections.abc import Collection, Iterator, Sequence

from diagnostics.program.routes import following, heads
from diagnostics.program.types import Tree


def unreached(tree: Tree, reached: Collection[str], open_ends: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(step, cause) of each step that is not reached. The cause of one that only such steps lead to is the first of them; else it is the
    step itself, or a decision without a case (one of `open_ends`) that may have been meant to lead there."""
    if len(tree.steps) <= len(reached) and tree.steps.keys() <= set(reached):
        return iter(())
    places = {name: place for place, name in enumerate(tree.steps)}
    first = heads({name: following(step) for name, step in tree.steps.items() if name not in reached})
    meant: dict[str, str] = {}
    for decision in open_ends:
        head = next((head for head in first.values() if head not in meant and places[head] > places[decision]), None)
        if head is not None:
            meant[head] = decision
    return ((name, meant.get(first[name], first[name])) for name in tree.steps if name in first)


def led_to(tree: Tree) -> set[str]:
    """The steps that routes lead to from the entries, whatever the conditions say."""
    found: set[str] = set()
    pending = [*tree.entries]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += following(tree.steps[name])
    return found
