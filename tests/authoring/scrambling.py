"""The same data written in many ways: braces or lines, quotes or none, any order of indentation, comments and empty lines anywhere.

Each comment says what it is about: `# above a.b` or `# behind a.b`, with the path of the entry.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

import yaml

from diagnostics.authoring.outline import Piece
from diagnostics.source.reader import TEXT
from diagnostics.source.spelling import quoted, reads_plain


class Raw(str):
    """A number, `true` or nothing: as it is, since quotes would make it a text."""

    __slots__ = ()


def data_of(node: Any) -> Any:
    """A node as plain data: pairs in their order, everything else a text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: data_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [data_of(item) for item in node.value]
    return node.value if node.tag == TEXT else Raw(node.value)


@dataclass
class Scrambler:
    """Writes data as YAML; all choices are drawn from `dice`."""

    dice: Random
    often: float = 0.15
    lines: list[str] = field(default_factory=list)

    def write(self, data: Any) -> str:
        self._collection(data, 0, "")
        end = "\n" * self.dice.randint(0, 3)
        return "\n".join(self.lines) + end

    def _chance(self) -> bool:
        return self.dice.random() < self.often

    def _collection(self, data: Any, indent: int, path: str) -> None:
        entries = list(data.items()) if isinstance(data, dict) else [(None, item) for item in data]
        for number, (key, value) in enumerate(entries):
            here = f"{path}.{number if key is None else key}".lstrip(".")
            if self._chance():
                self.lines += [" " * self.dice.randint(0, indent)] * self.dice.randint(1, 2)
            if self._chance():
                self.lines.append(f"{' ' * indent}# above {here}")
            self._entry(key, value, indent, here)

    def _entry(self, key: str | None, value: Any, indent: int, path: str) -> None:
        begin = " " * indent + ("-" if key is None else f"{self._key(key)}:")
        if isinstance(value, dict | list) and value and (self.dice.random() < 0.6 or not self._flat(value)):
            at = len(self.lines)
            self.lines.append(begin + (f" # behind {path}" if self._chance() else ""))
            below = indent + self.dice.randint(1, 4) if not (isinstance(value, list) and key is not None) else indent + self.dice.randint(0, 3)
            self._collection(value, below, path)
            first = self.lines[at + 1].strip()
            if key is None and below > indent + 1 and self.lines[at] == begin and first and not first.startswith("#") and self._chance():
                self.lines[at : at + 2] = [f"{begin}{' ' * (below - indent - 1)}{self.lines[at + 1].lstrip()}"]
            return
        text = self._flow(value) if isinstance(value, dict | list) else self._text(value, flow=False, indent=indent)
        comment = f"  # behind {path}" if self._chance() and (isinstance(value, dict | list) or (text[-1:] in "\"'" and "\n" not in text)) else ""
        self.lines.append(f"{begin} {text}{comment}")

    def _flat(self, value: Any) -> bool:
        parts = value.values() if isinstance(value, dict) else value
        return all(isinstance(part, str) or self._flat(part) for part in parts)

    def _flow(self, value: Any) -> str:
        if isinstance(value, str):
            return self._text(value, flow=True)
        gap = self.dice.choice(["", " "])
        if isinstance(value, dict):
            return "{" + gap + ", ".join(f"{self._key(key)}: {self._flow(item)}" for key, item in value.items()) + gap + "}"
        return "[" + gap + ", ".join(self._flow(item) for item in value) + gap + "]"

    def _key(self, key: str) -> str:
        return key if self.dice.random() < 0.9 and reads_plain(key, flow=True) else quoted(key)

    def _text(self, text: str, flow: bool, indent: int = 0) -> str:
        if isinstance(text, Raw):
            return text
        ways = [quoted(text)]
        if reads_plain(text, flow):
            ways += [text, text]
        if "\n" not in text and text.isprintable():
            ways.append("'" + text.replace("'", "''") + "'")
        if not flow and text.strip() == text and text and text.isprintable():
            pad = " " * (indent + self.dice.randint(1, 4))
            ways += [f"|-\n{pad}{text}", f">-\n{pad}" + text.replace(" ", f"\n{pad}", 1) if "  " not in text else quoted(text)]
            if reads_plain(text) and "  " not in text and not any(word.startswith("#") for word in text.split()):
                ways.append(text.replace(" ", f"\n{pad}"))
        return self.dice.choice(ways)


def about(piece: Piece, path: str = "") -> dict[str, str]:
    """Comment → the path of the entry that it stands beside."""
    found: dict[str, str] = {}
    for number, entry in enumerate(piece.entries):
        here = f"{path}.{number if entry.key is None else entry.key.value}".lstrip(".")
        found |= dict.fromkeys([*(line.text for line in entry.above), *entry.head, *entry.behind], here)
        found |= about(entry.value, here)
    return found
