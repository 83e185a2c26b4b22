"""The names that keys have in node graphs, and the texts of YAML nodes.

There is no standard for such files: these are the names that people and programs use. A name that is not here is listed for a person.
"""

from collections.abc import Iterable, Iterator, Mapping

import yaml

from diagnostics.authoring.graph import Kind
from diagnostics.authoring.markup import one_line
from diagnostics.source.reader import NULL

KEYS: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "nodes": "nodes steps tree graph flow states elements vertices items decision_tree troubleshooting",
        "edges": "edges links connections transitions arrows",
        "start": "start root entry first initial begin start_node startnode start_at startat start_step start_id entry_point entrypoint root_node",
        "title": "title name heading label",
        "summary": "summary description about",
        "id": "id key node_id nodeid uid",
        "type": "type kind node_type nodetype category class",
        "text": "text message body content prompt description details detail explanation note says title name heading label question info "
                "information solution escalate escalation instruction instructions summary reason hint help",
        "actions": "actions steps instructions todo procedure",
        "answers": "answers options choices responses branches children replies outcomes cases",
        "label": "label text answer option title value if when condition choice name reply response case",
        "hint": "hint note description help details detail explanation",
        "target": "next goto go_to to target node then leads_to next_node nextnode next_step nextstep next_id nextid destination dest child",
        "source": "from source start origin parent src",
        "not_fixed": "did_not_help didnothelp didnt_help not_helped not_fixed if_not if_not_fixed unsolved not_solved no_help on_failure on_fail "
                     "failure failed fail if_failed unresolved still_broken otherwise else fallback",
        "fixed": "helped it_helped did_help fixed solved success on_success if_fixed resolved worked",
        "cannot": "cannot skip cant not_possible if_impossible",
        "yes": "yes true", "no": "no false",
        "team": "team queue department group assignee contact to target",
        "risk": "risk warning caution danger",
        "minutes": "minutes duration time_minutes time estimated_minutes",
        "chance": "chance probability success_rate likelihood",
        "inside": "data properties attributes attrs fields",
        "looks": "position x y width height style animated selected dragging markerend",
    }.items()
}  # fmt: skip
_OF_KIND: Mapping[Kind, str] = {
    "question": "question decision choice condition ask query prompt diamond select branch",
    "fix": "solution fix action instruction remedy task try step resolution repair process procedure",
    "person": "escalate escalation handoff hand_off transfer contact ticket human agent support person",
    "page": "info information message note text statement article page notice start",
    "end": "end terminal resolved success done finish solved closed",
}
TYPES: Mapping[str, Kind] = {word: kind for kind, words in _OF_KIND.items() for word in words.split()}
KIND_KEYS: Mapping[str, Kind] = {
    "question": "question", "solution": "fix", "escalate": "person", "escalation": "person", "info": "page", "information": "page",
}  # fmt: skip


def means(key: str, what: str) -> bool:
    """Whether a key is one of the names for something."""
    return word(key) in KEYS[what]


def word(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_").replace("'", "")


def pairs(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """The pairs of a mapping; none for what is no mapping."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {name(key): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def whole(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """As `pairs`, with what editors of graphs keep one level deeper (`data`), and what stands under the kind (`question: {text: …}`)."""
    found: dict[str, yaml.Node] = {}
    for key, value in pairs(node).items():
        under_kind = word(key) in KIND_KEYS and isinstance(value, yaml.MappingNode)
        if under_kind:
            found["type"] = yaml.ScalarNode("", word(key))
        if under_kind or (means(key, "inside") and isinstance(value, yaml.MappingNode)):
            found |= {inner: item for inner, item in whole(value).items() if inner not in found}
        else:
            found[key] = value
    return found


def name(node: yaml.Node | None) -> str:
    """An id, as it stands there but for its blanks."""
    return " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) and node.tag != NULL else ""


def raw(node: yaml.Node | None) -> str:
    """A text with its lines. Nothing for what is no text."""
    return node.value if isinstance(node, yaml.ScalarNode) and node.tag != NULL else ""


def text(node: yaml.Node | None) -> str:
    """A text on one line; lists of texts are joined. Nothing for what is no text."""
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return " ".join(_sentences(text(item) for item in node.value))
    return one_line(raw(node))


def told(node: yaml.Node) -> str:
    """Everything that a node holds, to be read out."""
    if isinstance(node, yaml.MappingNode):
        return "; ".join(f"{key}: {told(value)}" for key, value in pairs(node).items())
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(told(item) for item in node.value)
    return text(node)


def number(words: str) -> float | None:
    try:
        return float(words)
    except ValueError:
        return None


def _sentences(texts: Iterable[str]) -> Iterator[str]:
    for said in filter(None, texts):
        yield said if said.endswith((".", "!", "?", "。")) else f"{said}."
