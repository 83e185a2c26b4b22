"""A node graph in YAML or JSON to a `FlowChart`: nodes by id, each a question, a solution, an escalation or information.

There is no standard for such files, so common names of keys are understood (`node_keys`); what is not is listed for a person, never dropped in
silence. Nodes may stand in a mapping or a list; ways stand in the nodes, or in a list of edges; a node may stand where it is led to.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from diagnostics.authoring.graph import Box, FlowChart, ImportFailed, Kind, Role, Way, start_of
from diagnostics.authoring.json_text import as_yaml
from diagnostics.authoring.markup import plain, things_to_do
from diagnostics.authoring.node_keys import KEYS, KIND_KEYS, TYPES, means, name, number, pairs, raw, text, told, whole, word
from diagnostics.source.reader import read_bytes

MOST_BOXES = 1_000
_NAMED_BY = ("name", "slug", "code", "ref", "number", "step", "node", "title", "label", "text")
"""What may name a node of a list that has no id, the likeliest first."""

Nodes = list[tuple[str, yaml.Node]]
"""Nodes by their ids, as the file has them."""


@dataclass(slots=True)
class _Graph:
    boxes: dict[str, Box] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def read_node_graph(data: bytes, file: str) -> FlowChart:
    """Reads a graph. `file` is its name, for messages.

    Raises:
        ImportFailed: it is neither YAML nor JSON, or there are no nodes in it.
    """
    as_json = file.lower().endswith(".json")
    document = read_bytes(as_yaml(data) if as_json else data, file)
    if isinstance(document, list):
        raise ImportFailed(document[0].text())
    graph = _Graph()
    if not as_json and re.search(r"(?m)^\s*#", document.text):
        graph.remarks.append("the file's comments, the lines behind `#`, were not taken over")
    found, around = _nodes_in(document.root)
    if not found:
        raise ImportFailed(f"{file}: there are no nodes in it: they stand under `nodes`, by their ids or in a list")
    for id, node in found:
        _add(id, node, graph)
    said = {"title": "", "summary": "", "start": ""}
    for key, value in around:
        what = next((what for what in said if means(key, what) and isinstance(value, yaml.ScalarNode)), "")
        if means(key, "edges") and isinstance(value, yaml.SequenceNode):
            _edges(value, graph)
        elif what and not said[what]:
            said[what] = name(value) if what == "start" else text(value)
        elif words := told(value):
            graph.remarks.append(f"this was not taken over: {key}: {words}")
    boxes = _targets_found(graph.boxes)
    start, remark = start_of(boxes, _same(said["start"], boxes))
    return FlowChart(said["title"], said["summary"], start, boxes, (*graph.remarks, *((remark,) if remark else ())))


def _nodes_in(root: yaml.Node) -> tuple[Nodes, list[tuple[str, yaml.Node]]]:
    """The nodes with their ids, wherever the file keeps them; and what stands around them."""
    top = pairs(root)
    for key, value in top.items():
        inner, around = _nodes_in(value) if isinstance(value, yaml.MappingNode) and _holds_nodes(value) else ([], [])
        if not inner and means(key, "nodes"):
            inner = _listed(value)
        if inner:
            return inner, [*((other, node) for other, node in top.items() if other != key), *around]
    found = _listed(root)
    kept = {id for id, _ in found}
    return found, [(key, value) for key, value in top.items() if key not in kept]


def _holds_nodes(value: yaml.Node) -> bool:
    """Whether nodes stand deeper in a mapping, under a name for them."""
    return any((means(key, "nodes") and len(_listed(inner)) > 1) or _holds_nodes(inner) for key, inner in pairs(value).items() if not _is_node(value))


def _listed(node: yaml.Node) -> Nodes:
    if isinstance(node, yaml.SequenceNode):
        items = [item for item in node.value if isinstance(item, yaml.MappingNode)]
        named_by = _named_by(items)
        return [(_id(item) or name(whole(item).get(named_by)) or f"node {number}", item) for number, item in enumerate(items, 1)]
    return [(key, value) for key, value in pairs(node).items() if isinstance(value, yaml.MappingNode) and _says_something(value)]


def _says_something(value: yaml.Node) -> bool:
    return any(means(key, what) for key in whole(value) for what in ("type", "text", "answers", "target", "not_fixed", "yes"))


def _named_by(items: Sequence[yaml.Node]) -> str:
    """The key whose values name the nodes where no id does: all have it, no two the same, and ways lead to them."""
    keys = [{word(key): (key, name(value)) for key, value in whole(item).items()} for item in items]
    met = Counter(scalar for item in items for scalar in _scalars(item))
    for wanted in _NAMED_BY:
        values = [found[wanted][1] for found in keys if wanted in found]
        if any(met[value] > 1 for value in values) and len(set(filter(None, values))) == len(items):
            return next(found[wanted][0] for found in keys if wanted in found)
    return ""


def _scalars(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    else:
        yield name(node)


def _id(node: yaml.Node) -> str:
    return next((name(value) for key, value in whole(node).items() if means(key, "id")), "")


def _add(id: str, node: yaml.Node, graph: _Graph) -> str:
    if id in graph.boxes:
        graph.remarks.append(f"the id `{id}` stands there twice; the second was renamed")
        id = f"{id} {len(graph.boxes)}"
    if len(graph.boxes) >= MOST_BOXES:
        raise ImportFailed(f"it has more than {MOST_BOXES:,} nodes: a tree has at most so many steps")
    graph.boxes[id] = Box(id)  # its place in the order, before those that stand inside it
    graph.boxes[id] = _box(id, node, graph)
    return id


def _box(id: str, node: yaml.Node, graph: _Graph) -> Box:
    parts = whole(node)
    kind = _kind(parts)
    texts: list[str] = []
    actions: list[str] = []
    ways: list[Way] = []
    left: list[tuple[str, str]] = []
    box = Box(id, kind)
    for key, value in parts.items():
        words = text(value)
        if (name(value) == id and not means(key, "text")) or means(key, "id") or (means(key, "type") and word(words) in TYPES):
            continue
        if kind == "person" and _names_team(key, value, parts) and words not in graph.boxes:
            team, others = _team(value)
            box = replace(box, team=team)
            left += [(f"{key}: {other}", said) for other, said in others]
        elif role := _role(key):
            ways += _ways(role, "Yes" if means(key, "yes") else "No" if means(key, "no") else "", value, graph, left)
        elif means(key, "answers") and not isinstance(value, yaml.ScalarNode):
            ways += _answers(value, graph, left)
        elif means(key, "actions") and isinstance(value, yaml.SequenceNode) and all(map(_action, value.value)):
            actions += map(_action, value.value)
        elif means(key, "risk") and words:
            box = replace(box, risk=words)
        elif means(key, "minutes") and (amount := number(words)) is not None and 0 <= amount <= 600:
            box = replace(box, minutes=amount)
        elif means(key, "chance") and (amount := number(words)) is not None and 0 <= amount <= 1:
            box = replace(box, chance=amount)
        elif means(key, "text") and words:
            before, listed = things_to_do(raw(value)) if kind == "fix" and not actions else (plain(raw(value)) or words, ())
            texts += [before] if before else []
            actions += listed
        elif not means(key, "looks") and (said := told(value)):
            left.append((key, said))
    if kind == "fix":
        ways = [replace(way, role=_OF_A_FIX.get(way.label, way.role)) for way in ways]
    heading, rest = _heading([said for said in texts if said != id] or texts)
    if not heading and actions:
        heading, *actions = actions
    return replace(box, heading=heading, texts=rest, actions=tuple(actions), ways=tuple(ways), left=tuple(left))


_OF_A_FIX: Mapping[str, Role] = {"Yes": "fixed", "No": "not_fixed"}


def _kind(parts: Mapping[str, yaml.Node]) -> Kind:
    kinds = [TYPES[word(text(value))] for key, value in parts.items() if means(key, "type") and word(text(value)) in TYPES]
    kinds += [kind for key, kind in KIND_KEYS.items() if key in map(word, parts)]
    return kinds[0] if kinds else ""


def _heading(texts: list[str]) -> tuple[str, tuple[str, ...]]:
    """The first paragraph; and the rest. A second text that says the same is not said again."""
    first, _, behind = texts[0].partition("\n\n") if texts else ("", "", "")
    if "\n" in first:
        first, behind = first.split("\n")[0], texts[0].partition("\n")[2]
    rest = filter(None, [behind, *texts[1:]])
    return re.sub(r"^(?:- |\d+\. )", "", first).strip(), tuple(said for said in dict.fromkeys(rest) if said != first)


def _action(item: yaml.Node) -> str:
    """One thing to do: a text, or a mapping that holds one, and perhaps more about it."""
    return text(item) or ": ".join(filter(None, (told(value) for key, value in pairs(item).items() if not means(key, "id"))))


def _names_team(key: str, value: yaml.Node, parts: Mapping[str, yaml.Node]) -> bool:
    """Whether a key of a hand-off says who takes over: by its name, or `escalate: Network team` beside a text of its own."""
    if word(key) in KIND_KEYS:
        return any(means(other, "text") and word(other) not in KIND_KEYS and raw(said) for other, said in parts.items())
    return means(key, "team") and not isinstance(value, yaml.SequenceNode)


def _team(value: yaml.Node) -> tuple[str, list[tuple[str, str]]]:
    """Who takes over, and what else is said of them."""
    inner = pairs(value)
    if not inner:
        return text(value), []
    named = next((key for key in inner if means(key, "team") or means(key, "title")), next(iter(inner)))
    return text(inner[named]), [(key, told(said)) for key, said in inner.items() if key != named]


def _role(key: str) -> Role | None:
    if means(key, "yes") or means(key, "no"):
        return "answer"
    if means(key, "not_fixed"):
        return "not_fixed"
    if means(key, "fixed"):
        return "fixed"
    if means(key, "cannot"):
        return "cannot"
    return "next" if means(key, "target") else None


def _ways(role: Role, label: str, value: yaml.Node, graph: _Graph, left: list[tuple[str, str]]) -> Iterator[Way]:
    """What one key leads to: an id, a node that stands right there, or several."""
    if isinstance(value, yaml.SequenceNode):
        for item in value.value:
            yield from _ways("answer" if role == "next" else role, label, item, graph, left)
    elif isinstance(value, yaml.MappingNode) and role == "next" and not _is_node(value):
        yield from _answers(value, graph, left)
    elif target := _target(value, graph):
        yield Way(role, label, target)


def _answers(value: yaml.Node, graph: _Graph, left: list[tuple[str, str]]) -> Iterator[Way]:
    """A mapping label → target, or a list of answers."""
    if isinstance(value, yaml.MappingNode):
        for label, item in pairs(value).items():
            yield _answer(text(yaml.ScalarNode("", label)), item, graph, left)
        return
    for item in value.value:
        inner = pairs(item)
        if isinstance(item, yaml.ScalarNode):
            yield Way("answer", "", name(item))
        elif len(inner) == 1 and not any(means(key, "label") or means(key, "target") for key in inner):
            yield _answer(*next(iter(inner.items())), graph, left)
        else:
            yield _answer("", item, graph, left)


def _answer(label: str, item: yaml.Node, graph: _Graph, left: list[tuple[str, str]]) -> Way:
    parts = pairs(item)
    if not parts or _is_node(item):
        return Way("answer", label, _target(item, graph))
    target = next((key for key in parts if means(key, "target")), next((key for key in parts if means(key, "id")), ""))
    labels = [key for key, value in parts.items() if means(key, "label") and key != target and text(value)]
    label = text(parts[labels[0]]) if labels else label
    hints = [key for key in parts if means(key, "hint") and key not in (target, *labels[:1])]
    used = {target, *labels[:1], *hints[:1]}
    left += [(f"answer {label}: {key}", said) for key, value in parts.items() if key not in used and not means(key, "id") and (said := told(value))]
    return Way("answer", label, _target(parts[target], graph) if target else "", text(parts[hints[0]]) if hints else "")


def _target(value: yaml.Node, graph: _Graph) -> str:
    """A box's id; a node that stands here becomes a box of its own."""
    if isinstance(value, yaml.MappingNode):
        inner = next((item for key, item in pairs(value).items() if means(key, "target")), None)
        if inner is not None and not _is_node(value):
            return _target(inner, graph)
        return _add(_id(value) or f"node {len(graph.boxes) + 1}", value, graph)
    return name(value)


def _is_node(value: yaml.Node) -> bool:
    """Whether a mapping is a whole node rather than a way to one: it has an id or a kind, and something of its own to lead to or to say."""
    return bool({word(key) for key in pairs(value)} & (KEYS["type"] | KEYS["answers"] | KIND_KEYS.keys() | KEYS["not_fixed"]))


def _edges(value: yaml.SequenceNode, graph: _Graph) -> None:
    for item in value.value:
        parts = whole(item)
        source = next((name(v) for k, v in parts.items() if means(k, "source")), "")
        target = next((name(v) for k, v in parts.items() if means(k, "target") and not means(k, "source")), "")
        label = next(filter(None, (text(v) for k, v in parts.items() if means(k, "label"))), "")
        source = _same(source, graph.boxes)
        if source not in graph.boxes:
            graph.remarks.append(f"an edge begins at `{source}`, which is not there" + (f": it leads to `{target}`" if target else ""))
            continue
        box = graph.boxes[source]
        hint = next((text(v) for k, v in parts.items() if means(k, "hint") and text(v) != label), "")
        role: Role = _role(word(label)) or "answer" if label and box.kind == "fix" else "answer"
        graph.boxes[source] = replace(box, ways=(*box.ways, Way(role, label, target, hint)))


def _targets_found(boxes: Mapping[str, Box]) -> dict[str, Box]:
    """Ways to `Router-Lights` lead to `router lights` if there is no other."""
    known: dict[str, list[str]] = {}
    for id in boxes:
        known.setdefault(word(id), []).append(id)

    def meant(target: str) -> str:
        alike = known.get(word(target), [])
        return alike[0] if target not in boxes and len(alike) == 1 else target

    found = {id: replace(box, ways=tuple(replace(way, target=meant(way.target)) for way in box.ways)) for id, box in boxes.items()}
    return {id: _with_labels(box, found) for id, box in found.items()}


def _with_labels(box: Box, boxes: Mapping[str, Box]) -> Box:
    """A list of plain texts may be labels: `options: [Red, Green]`, which all lead to the node's `next`."""
    onward = next((way.target for way in box.ways if way.role == "next" and way.target in boxes), "")
    only = [way for way in box.ways if way.role == "answer" and not way.label and way.target not in boxes]
    if not onward or not only:
        return box
    kept = [replace(way, label=way.target, target=onward) if way in only else way for way in box.ways if way.role != "next"]
    return replace(box, ways=tuple(kept))


def _same(id: str, boxes: Mapping[str, Box]) -> str:
    return id if id in boxes else next((other for other in boxes if word(other) == word(id)), id)
