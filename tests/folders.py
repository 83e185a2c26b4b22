"""Small folders of trees for tests: a library file and trees written as text, loaded as a publisher loads them."""

from pathlib import Path
from textwrap import dedent

LIBRARY = """\
format: 1
title: Test guides
locale: en
areas:
  things: {title: Things, icon: gear}
products:
  lamp: Lamp
teams:
  desk:
    title: The desk
    contacts:
      - {kind: phone, value: "+44 20 7946 0100", title: The desk}
lookups:
  parts:
    title: Parts
    keys: [part]
    results: [there, gone]
    facts: [price, due]
    timeout: 0.3
facts:
  part: {label: Part, type: text, personal: true, sources: [profile, address]}
  room: {label: Room, type: text, sources: [address]}
  price: {label: Price, type: money, sources: [lookup]}
  due: {label: Due, type: date, sources: [lookup]}
  latency_ms: {label: Answer time, type: number, sources: [check]}
  product: {label: Device, type: choice, values: {lamp: Lamp, clock: Clock}, sources: [profile, address]}
"""

LAMP = """\
format: 1
tree: lamp
title: The lamp is dark
summary: Find out why.
area: things
products: [lamp]
owner: desk
reviewed: 2026-11-22
start: plugged
steps:
  plugged:
    question: Is it plugged in?
    answers:
      in_wall: {label: "Yes", next: bulb}
      out: {label: "No", next: plug_in}
  plug_in:
    instruction: Plug it in
    actions: [Push the plug into the wall]
    not_fixed: bulb
  bulb:
    instruction: Change the bulb
    actions: [Take another bulb]
    not_fixed: person
  person:
    outcome: handoff
    says: The desk helps.
    to: desk
"""

PARTS = """\
format: 1
tree: parts
title: Where is my part?
summary: Look it up.
area: things
owner: desk
reviewed: 2026-11-22
start: number
steps:
  number:
    question: Which part?
    input: code
    pattern: AA-99
    example: AB-12
    fact: part
    next: find
  find:
    lookup: parts
    keep: [price, due]
    results: {there: there, gone: gone}
    unavailable: nobody_knows
  there: {outcome: resolved, says: It is there.}
  gone: {outcome: not_covered, says: It is gone., to: desk}
  nobody_knows: {outcome: handoff, says: Ask the desk., to: desk}
"""


def write_folder(folder: Path, library: str = LIBRARY, **trees: str) -> Path:
    """Writes the library file and one file for each tree (`name=text`, `_` for `-`); gives the folder."""
    (folder / "things").mkdir(parents=True, exist_ok=True)
    (folder / "_library.yml").write_text(dedent(library), encoding="utf-8")
    for name, text in trees.items():
        (folder / "things" / f"{name.replace('_', '-')}.yml").write_text(dedent(text), encoding="utf-8")
    return folder
