"""Where a key stands in the file."""

from typing import Any

import yaml

from diagnostics.model.shapes import Record


def key_of(record: Record, name: str) -> yaml.Node:
    """The node of a key that the record has."""
    node: Any = record.node
    return next(key for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value == name)
