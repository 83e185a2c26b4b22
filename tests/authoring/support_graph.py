"""A support graph of 147 steps with several parents and loops, in the shapes in which people and programs write such files."""

import html
import random
from dataclasses import dataclass
from typing import Any

THINGS = ["router", "modem", "wall socket", "network cable", "printer", "paper tray", "scanner", "charger", "docking station", "monitor", "webcam"]
SEEN = ["Is the light on the {} green?", "Does the {} feel warm?", "Was the {} moved lately?", "Does the {} show an error?"]
LABELS = [("Yes", "No"), ("Yes", "No", "I am not sure"), ("Green", "Orange", "No light at all")]
TO_DO = ["Unplug the {}", "Wait 30 seconds", "Plug the {} in", "Look for damage at the {}"]
STEPS = 147


@dataclass(slots=True)
class Node:
    """One step. `ways` are (label, step); of what is no question there is one, without a label; of a hand-off none."""

    number: int
    kind: str
    said: str
    actions: list[str]
    ways: list[tuple[str, int]]


def support_graph(seed: int) -> list[Node]:
    """Every step can be reached from the first; a third has several parents; some ways lead back."""
    chance = random.Random(seed)
    kinds = ["question", *chance.sample(["question"] * 77 + ["solution"] * 44 + ["info"] * 15, 136), *["escalate"] * 10]
    nodes = []
    for number, kind in enumerate(kinds):
        thing, round_ = THINGS[number % len(THINGS)], number // len(THINGS)
        said = {"question": SEEN[round_ % 4].format(thing), "solution": f"Restart the {thing}", "info": f"About the {thing}",
                "escalate": f"The {thing} needs a technician"}[kind]  # fmt: skip
        labels = chance.choice(LABELS) if kind == "question" else ("",) if kind != "escalate" else ()
        said = f"Part {number}: {said}"
        nodes.append(Node(number, kind, said, [do.format(thing) for do in chance.sample(TO_DO, 3)], [(label, -1) for label in labels]))
    free = [(node.number, way) for node in nodes for way in range(len(node.ways))]
    for number in range(1, STEPS):
        node, way = chance.choice([slot for slot in free if number - 14 <= slot[0] < number] or [slot for slot in free if slot[0] < number])
        free.remove((node, way))
        nodes[node].ways[way] = (nodes[node].ways[way][0], number)
    for node, way in free:
        back = node > 5 and nodes[node].kind == "question" and chance.random() < 0.1
        nodes[node].ways[way] = (nodes[node].ways[way][0], chance.randrange(node - 5, node) if back else chance.randrange(node + 1, STEPS))
    return nodes


def mapping(nodes: list[Node]) -> Any:
    """Nodes by kebab-case ids, answers as a mapping."""

    def one(node: Node) -> dict[str, Any]:
        ways = {label: name(to) for label, to in node.ways}
        onward = ways.get("")
        more: dict[str, Any] = {"question": {"answers": ways}, "info": {"next": onward},
                                "solution": {"steps": node.actions, "did_not_help": onward}}  # fmt: skip
        return {"type": node.kind, "text": node.said, **more.get(node.kind, {"team": "Technicians"})}

    def name(number: int) -> str:
        return f"{nodes[number].kind}-about-{number}"

    return {"start": name(0), "nodes": {name(node.number): one(node) for node in nodes}}


def listed(nodes: list[Node]) -> Any:
    """A list with other names for everything, and keys that mean nothing here."""

    def one(node: Node) -> dict[str, Any]:
        made: dict[str, Any] = {"id": f"step {node.number}", "kind": node.kind.title(), "prompt": node.said, "tags": ["home"]}
        if node.kind == "question":
            made["options"] = [{"label": label, "goto": f"step {to}"} for label, to in node.ways]
        elif node.kind == "solution":
            made |= {"instructions": node.actions, "did_not_help": {"next": f"step {node.ways[0][1]}"}}
        elif node.kind == "info":
            made["then"] = f"step {node.ways[0][1]}"
        else:
            made["contact"] = {"team": "Technicians", "phone": "+44 20 7946 0101"}
        return made

    return {"name": "Home", "author": "K. Meier", "version": "3.2", "nodes": [one(node) for node in nodes]}


def with_edges(nodes: list[Node]) -> Any:
    """Nodes with numbers as ids, and the ways in a list of their own; nothing says where it begins."""
    edges = [{"from": node.number, "to": to, **({"label": label} if label else {})} for node in nodes for label, to in node.ways]
    return {"nodes": [{"id": node.number, "type": node.kind, "title": node.said, "actions": node.actions} for node in nodes], "edges": edges}


def of_an_editor(nodes: list[Node]) -> Any:
    """As graph editors write them: everything inside `data`, the actions as lines of a text."""
    made = with_edges(nodes)
    for edge in made["edges"]:
        edge["data"] = {"source": edge.pop("from"), "target": edge.pop("to"), **({"label": edge.pop("label")} if "label" in edge else {})}
    boxes = [{"data": {"id": node["id"], "type": node["type"], "label": node["title"],
                       **({"description": "\n".join(node["actions"])} if node["type"] == "solution" else {})}, "position": {"x": 1}}
             for node in made["nodes"]]  # fmt: skip
    return {"elements": {"nodes": boxes, "edges": made["edges"]}}


def with_html(nodes: list[Node]) -> Any:
    """Cyrillic ids, HTML texts, and ends that are only named."""

    def one(node: Node) -> dict[str, Any]:
        made: dict[str, Any] = {"id": f"шаг-{node.number}", "type": node.kind.upper(), "title": f"<b>{html.escape(node.said)}</b>"}
        if node.kind == "question":
            made["answers"] = [{"answer": f"<i>{label}</i>", "target": f"шаг-{to}"} for label, to in node.ways]
        elif node.ways:
            made["did_not_help" if node.kind == "solution" else "next"] = f"шаг-{node.ways[0][1]}"
        if node.kind == "solution":
            made |= {"body": f"<ol>{''.join(f'<li>{action}</li>' for action in node.actions)}</ol>", "helped": "end"}
        return made

    return {"meta": {"author": "И. Петров"}, "entry": "шаг-0", "nodes": [one(node) for node in nodes]}


def without_a_frame(nodes: list[Node]) -> Any:
    """The texts are the ids; the kind is a key; the actions are a list in a text."""

    def one(node: Node) -> dict[str, Any]:
        ways = [{"text": label, "next": nodes[to].said} for label, to in node.ways]
        onward = nodes[node.ways[0][1]].said if node.ways else ""
        made: dict[str, dict[str, Any]] = {
            "question": {"question": node.said, "answers": ways},
            "solution": {"solution": f"{node.said}:\n- " + "\n- ".join(node.actions), "did_not_help": onward},
            "info": {"info": node.said, "next": onward},
            "escalate": {"escalate": "Technicians", "text": node.said},
        }
        return made[node.kind]

    return {"start_node": nodes[0].said, **{node.said: one(node) for node in nodes}}


def named(nodes: list[Node]) -> Any:
    """In a frame of its own, with `name` for an id; yes and no as keys."""

    def one(node: Node) -> dict[str, Any]:
        made: dict[str, Any] = {"name": f"S{node.number:03}", "type": node.kind, "text": node.said}
        if [label for label, _ in node.ways] == ["Yes", "No"]:
            made |= {label.lower(): f"S{to:03}" for label, to in node.ways}
        elif node.kind == "question":
            made["choices"] = [{"choice": label, "then": f"S{to:03}"} for label, to in node.ways]
        elif node.ways:
            made["did_not_help" if node.kind == "solution" else "next"] = f"S{node.ways[0][1]:03}"
        return made | ({"steps": node.actions} if node.kind == "solution" else {})

    return {"flow": {"title": "Everything at home", "root": "S000", "steps": [one(node) for node in nodes]}}


def mermaid(nodes: list[Node]) -> str:
    """With a title, frames, styles and quoted labels."""
    shapes = {"question": '{{"{}"}}', "solution": '["{}"]', "info": '("{}")', "escalate": '(["{}"])'}
    lines = ["---", "title: Everything at home", "---", "flowchart LR", "  classDef ask fill:#eef", "  subgraph one [First half]"]
    for node in nodes:
        lines += ["  end", '  subgraph "Second half"'] if node.number == 70 else []
        lines.append(f"    n{node.number}{shapes[node.kind].format(node.said)}{':::ask' if node.kind == 'question' else ''}")
    lines.append("  end")
    lines += [f"  n{node.number} -->{f'|{label}|' if label else ''} n{to}" for node in nodes for label, to in node.ways]
    return "\n".join([*lines, "  style n0 fill:#f9f", "  linkStyle 0 stroke:red"])


SHAPES = (mapping, listed, with_edges, of_an_editor, with_html, without_a_frame, named)
