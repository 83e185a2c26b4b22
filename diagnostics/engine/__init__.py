"""Walks a program. Pure: no clock, no ids, no files, no database; standard library only.

A visit is its start and its replies, nothing else. `replay` walks the tree from the start, taking at each place the reply that
was given for it, and stops where there is none. Everything else follows from that: a changed answer is another reply at the same
place; a later answer that is still on the path is taken again, and one that is not lies dormant until the path comes back.
"""

from diagnostics.engine.advance import advance, replay
from diagnostics.engine.estimate import Left, time_left
from diagnostics.engine.pages import Ask, End, Fetch, Page, dormant, page, read_answer, step_at
from diagnostics.engine.state import Given, Origin, Reply, Start, State, Visited
from diagnostics.program.inputs import Problem

__all__ = [
    "Ask", "End", "Fetch", "Given", "Left", "Origin", "Page", "Problem", "Reply", "Start", "State", "Visited",
    "advance", "dormant", "page", "read_answer", "replay", "step_at", "time_left",
]  # fmt: skip
