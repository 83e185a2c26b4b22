"""A tree that is too wide to layers that are not: one branch is followed to its end before the next one begins, as far as there is room.

The layout library puts every card as near below its parent as it can, so all branches lie side by side: with sixty steps that is twice a
screen. Here no layer takes more than a given width, and of the cards that could come next those come that were found last.
"""

from collections.abc import Collection, Mapping

from diagnostics.drawing.ways import Sketch, Way


def bounded(sketched: Sketch, room: Mapping[str, float], left_out: Collection[Way], most: float) -> Mapping[str, int]:
    """Card → its layer from 0, each below all that lead to it by a way that is not `left_out`; these make no loop. `room` is the width that a
    card takes, with its labels, in pixels; a layer takes `most`, or has one card."""
    leads: dict[str, list[str]] = {node.id: [] for node in sketched.nodes}
    waits_for = dict.fromkeys(leads, 0)
    for way in sketched.ways:
        if way not in left_out:
            leads[way.source].append(way.target)
            waits_for[way.target] += 1
    ready = [name for name in reversed(leads) if not waits_for[name]]
    layers: dict[str, int] = {}
    layer = 0
    while ready:
        taken, used = list[str](), 0.0
        for name in reversed(ready):
            if not taken or used + room[name] <= most:
                taken.append(name)
                used += room[name]
        ready = [name for name in ready if name not in taken]
        for name in reversed(taken):
            layers[name] = layer
            for target in reversed(leads[name]):
                waits_for[target] -= 1
                if not waits_for[target]:
                    ready.append(target)
        layer += 1
    return layers
