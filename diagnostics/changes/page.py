"""Changes with their visits to the JSON form (docs/reference/changes-json.md) and to text."""

from collections.abc import Iterator, Sequence
from typing import Any

from diagnostics.changes.figures import Met, by_tree
from diagnostics.changes.words import sentence
from diagnostics.source.links import LIBRARY_FILE

FORMAT = 1
"""The version of the JSON form."""

_COMPARABLE = "its structure stays: figures of before and after can be compared"
_NOT_COMPARABLE = "its structure changes: figures of before and after cannot be compared"


def changes_to_json(found: Sequence[Met]) -> list[dict[str, Any]]:
    """Each change as an object, in order; `visits` is null where nothing can tell."""
    return [
        {"kind": c.kind, "tree": c.tree, "step": c.step, "answer": c.answer, "what": c.what, "old": c.old, "new": c.new,
         "structural": c.structural, "visits": one.visits, "says": sentence(c)}
        for one in found for c in (one.change,)
    ]  # fmt: skip


def changes_to_text(found: Sequence[Met], period: str = "") -> Iterator[str]:
    """Lines: a heading for each tree, the most visited change first, and a line for each change. `period` names the visits that are counted,
    as in "of last month's visits"."""
    trees = by_tree(found)
    for tree in sorted(trees, key=lambda name: (name != "", -max((one.visits or 0) for one in trees[name]), name)):
        structural = any(one.change.structural for one in trees[tree])
        if tree and trees[tree][0].change.kind in ("tree.added", "tree.removed"):
            yield tree
        elif tree:
            yield f"{tree} ({_NOT_COMPARABLE if structural else _COMPARABLE})"
        else:
            yield LIBRARY_FILE
        yield from (f"  {sentence(one.change)}{_visits(one, period)}" for one in trees[tree])
        yield ""


def _visits(one: Met, period: str) -> str:
    if one.visits is None or not one.change.structural:
        return ""
    if one.visits == 0:
        return f"; none of {period} took it" if _is_taken(one) else f"; none of {period} came there"
    return f"; {one.visits:,} of {period} {'took it' if _is_taken(one) else 'came there'}"


def _is_taken(one: Met) -> bool:
    return bool(one.change.answer)
