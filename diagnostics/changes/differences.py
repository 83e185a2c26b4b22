"""Two programs, or two libraries of them, to what changed between them. Pure: nothing is read, nothing depends on the day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from diagnostics.changes.change import RANK, Change
from diagnostics.changes.parts import answers_of, shown
from diagnostics.changes.steps import Pair, heading_of, kind_of, step_changes
from diagnostics.program.codec import value_to_json
from diagnostics.program.renamed import renamed
from diagnostics.program.routes import routes
from diagnostics.program.types import Fact, Program, Team, Tree

_HEADER = ("area", "owner", "products", "symptoms", "reviewed")


@dataclass(frozen=True, slots=True)
class _Whole:
    trees: Mapping[str, Tree]
    facts: Mapping[str, Fact]
    teams: Mapping[str, Team]
    tables: Mapping[str, Any]
    locales: frozenset[str]


def differences(old: Program, new: Program) -> tuple[Change, ...]:
    """What changed in a program: in the tree, in those that it calls and in what these declare. What leads elsewhere comes first, and what
    only reads differently last; else in the order of the file. Equal programs have no differences. The tree itself may have another id."""
    if old.tree != new.tree:
        rest = {name: tree for name, tree in old.trees.items() if name != old.tree}
        old = replace(old, tree=new.tree, trees={**rest, new.tree: replace(old.root, id=new.tree)})
    return _between(_whole((old,), old.trees), _whole((new,), new.trees))


def library_differences(old: Mapping[str, Program], new: Mapping[str, Program]) -> tuple[Change, ...]:
    """The same of two libraries, by tree: each tree once, whoever calls it."""
    return _between(_whole(old.values(), {name: program.root for name, program in old.items()}),
                    _whole(new.values(), {name: program.root for name, program in new.items()}))  # fmt: skip


def frame_differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """What a library declares besides what programs hold (its title, areas, products), by what it is called."""
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return tuple(Change("declaration", "", what=name, old=old.get(name, ""), new=new.get(name, ""), structural=False) for name in names)


def _whole(programs: Iterable[Program], trees: Mapping[str, Tree]) -> _Whole:
    """Programs with their declarations put together. A tree that is only there as one that is called stands for itself."""
    facts: dict[str, Fact] = {}
    teams: dict[str, Team] = {}
    tables: dict[str, Any] = {}
    every, locales = dict(trees), set[str]()
    for program in programs:
        facts |= program.facts
        teams |= program.teams
        tables |= program.tables
        locales.add(program.locale)
        every = {**program.trees, **every}
    return _Whole(dict(sorted(every.items())), facts, teams, tables, frozenset(locales))


def _between(old: _Whole, new: _Whole) -> tuple[Change, ...]:
    found = list(chain(_declarations(old, new), _trees(old.trees, new.trees)))
    return tuple(sorted(dict.fromkeys(found), key=lambda change: (not change.structural, RANK[change.kind])))


def _trees(old: Mapping[str, Tree], new: Mapping[str, Tree]) -> Iterator[Change]:
    for name, tree in new.items():
        if name not in old:
            yield Change("tree.added", name, new=shown(tree.title))
        else:
            yield from _tree(old[name], tree)
    yield from (Change("tree.removed", name, old=shown(tree.title)) for name, tree in old.items() if name not in new)


def _tree(old: Tree, new: Tree) -> Iterator[Change]:
    names = renamed(old, new)
    if names.step(old.start) != new.start:
        yield Change("tree.start", new.id, what="start", old=old.start, new=new.start)
    yield from _header(old, new)
    before, after = ({text: step for text, step in tree.errors} for tree in (old, new))
    for text in dict.fromkeys((*before, *after)):
        was, now = before.get(text, ""), after.get(text, "")
        if names.step(was) != now:
            yield Change("tree.entry", new.id, answer=text, what="errors", old=was, new=now, structural=False)
    yield from (Change("step.renamed", new.id, now, old=was, new=now) for was, now in names.steps.items())
    became = {names.step(name): step for name, step in old.steps.items()}
    for name, step in new.steps.items():
        if name not in became:
            leads = ", ".join(f"`{target}`" for target in dict.fromkeys(routes(step)))
            yield Change("step.added", new.id, name, what=kind_of(step), old=leads, new=heading_of(step))
        elif became[name] != step or list(answers_of(became[name])) != list(answers_of(step)):  # equal mappings may differ in order
            yield from step_changes(Pair(new.id, became[name], step, names))
    for name, step in old.steps.items():
        if names.step(name) not in new.steps:
            yield Change("step.removed", new.id, name, what=kind_of(step), old=heading_of(step))


def _header(old: Tree, new: Tree) -> Iterator[Change]:
    for what in ("title", "summary"):
        was, now = shown(getattr(old, what)), shown(getattr(new, what))
        if was != now:
            yield Change("text", new.id, what=what, old=was, new=now, structural=False)
    for what in _HEADER:
        was, now = (value if isinstance(value, str) else ", ".join(value or ()) for value in (getattr(old, what), getattr(new, what)))
        if was != now:
            yield Change("header", new.id, what=what, old=was, new=now, structural=False)
    if old.returns != new.returns:
        was, now = ("shared" if tree.returns else "of its own" for tree in (old, new))
        yield Change("header", new.id, what="returns", old=was, new=now)


def _declarations(old: _Whole, new: _Whole) -> Iterator[Change]:
    for kind, before, after in (("fact", old.facts, new.facts), ("team", old.teams, new.teams), ("table", old.tables, new.tables)):
        for name in dict.fromkeys((*before, *after)):
            was, now = before.get(name), after.get(name)
            if was != now:
                yield from _declared(kind, name, _flat(was), _flat(now))
    if old.locales != new.locales and old.locales and new.locales:
        was, now = (", ".join(sorted(whole.locales)) for whole in (old, new))
        yield Change("declaration", "", what="locale", old=was, new=now, structural=False)


def _declared(kind: str, name: str, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    """Part by part; a declaration that came or went, because trees use it now or no longer, is one change."""
    structural = kind != "team"
    if not was or not now:
        told = "; ".join(f"{part} {text}" for part, text in (was or now).items())
        yield Change("declaration", "", what=f"{kind} `{name}`", old=told if was else "", new=told if now else "", structural=structural)
        return
    for part in dict.fromkeys((*was, *now)):
        if was.get(part) != now.get(part):
            wording = part in ("label", "title", "identifies") or part.startswith("label of ")
            before, after = was.get(part, ""), now.get(part, "")
            yield Change("declaration", "", what=f"{kind} `{name}`, {part}", old=before, new=after, structural=structural and not wording)


def _flat(declared: Fact | Team | Mapping[str, Any] | None) -> dict[str, str]:
    if declared is None:
        return {}
    if isinstance(declared, Fact):
        facts = {"label": declared.label, "type": declared.kind, "values": ", ".join(declared.values), "sources": ", ".join(sorted(declared.sources))}
        labels = {f"label of `{value}`": label for value, label in declared.values.items()}
        more = {"personal": "yes" if declared.personal else "no", "identifies": declared.identifies or ""}
        return {part: text for part, text in (facts | more | labels).items() if text}
    if isinstance(declared, Team):
        contacts = {f"contact {n}": ", ".join(filter(None, (c.kind, c.title, c.value, c.hours, c.wait))) for n, c in enumerate(declared.contacts, 1)}
        return {"title": declared.title, **contacts}
    return {f"row `{key}`": str(value_to_json(value)[1] if not isinstance(value, str) else value) for key, value in declared.items()}
