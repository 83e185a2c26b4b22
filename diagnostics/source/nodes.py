"""What the marks of nodes do not say."""

import yaml


def last_in(node: yaml.Node) -> yaml.Node:
    """The node that a node's own text ends with: the mark of a block stands at whatever comes next."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node
