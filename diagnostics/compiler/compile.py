"""Written trees to compiled trees, and a compiled tree with everything it calls to a program."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from diagnostics.compiler.context import Context
from diagnostics.compiler.library import Declarations
from diagnostics.compiler.raw import listed_in, raw_steps
from diagnostics.compiler.steps import compile_step
from diagnostics.model.read import WrittenTree, written_as_id
from diagnostics.model.shapes import At, Record
from diagnostics.program.fingerprint import Digests, digests_of, with_fingerprint
from diagnostics.program.routes import routes
from diagnostics.program.types import (
    Asked,
    Call,
    Fixes,
    Lookup,
    Program,
    Step,
    Tree,
)  # fmt: skip
from diagnostics.violations import Violation, errors, nearest

_ROUTE_KEYS = frozenset(("next", "otherwise", "then", "fixed", "not_fixed", "cannot", "unavailable"))


@dataclass(frozen=True, slots=True)
class CompiledTree:
    """A tree that can run, with the names of what it uses outside itself. `digests` are worked out when they are first asked for."""

    tree: Tree
    facts: frozenset[str]
    teams: frozenset[str]
    calls: frozenset[str]
    digests: Callable[[], Digests]


def compile_tree(
    written: WrittenTree, declared: Declarations, trees: Mapping[str, bool | None], images: Mapping[str, str]
) -> tuple[CompiledTree | None, list[Violation]]:
    """Resolves one tree. `trees` tells of each tree id whether it returns (None: its file is broken); `images` maps names to SHA-256.

    With any error, and where it needs something that is broken, the tree is None. What was reported while reading is included, so
    one call gives the whole list.
    """
    c = Context(written, declared, trees, images)
    lists = members_of(written)
    steps = {step.id: done for step in written.steps.values() if (done := compile_step(step, c, lists))}
    header = written.header
    start = c.step(header, "start")
    owner = c.team(header.get("owner"))
    area = c.one_of(header.get("area"), declared.areas, "RF006", "area")
    if not header.has("area") and written.returns is False and header.values:
        hint = "name the area of the home page where it stands; only a tree with a `return` has none"
        c.report("ST002", header.node.value[0][0], "a tree needs `area`", hint)
    products = tuple(p for at in header.get("products") or () if (p := c.one_of(at, declared.products, "RF007", "product")))
    entries = tuple((e.get("match").value, step) for e in header.get("errors") or () if (step := c.step(e, "start")) and e.get("match"))
    title, summary = c.needed(header.get("title")), c.needed(header.get("summary"))
    check_members_closed(written, steps, lists, c)
    violations = [*written.violations, *c.violations]
    if errors(violations) or c.hollow or start is None or owner is None:
        return None, violations
    looping = _on_cycles(steps)
    steps = {name: _marked(step, name in looping, name in c.remembered) for name, step in steps.items()}
    tree = Tree(
        id=written.id, title=title, summary=summary, start=start, steps=steps, owner=owner, area=area, products=products,
        symptoms=tuple(at.value for at in header.get("symptoms") or ()), errors=entries,
        reviewed=header.get("reviewed").value, returns=bool(written.returns),
    )  # fmt: skip
    calls = frozenset(step.tree for step in steps.values() if isinstance(step, Call))
    return CompiledTree(tree, frozenset(c.facts), frozenset(c.teams), calls, cache(partial(digests_of, tree))), violations


def link(root: str, trees: Mapping[str, CompiledTree], declared: Declarations, named: bool = True) -> Program | None:
    """The program of a tree: everything it calls, and the declarations that these use. None where something called is broken or recursive.

    Fingerprints take as long as the rest of the compilation: what only checks a program has it without (`named`).
    """
    wanted = called_by(root, trees)
    if not wanted:
        return None
    program = joined(root, wanted, declared)
    return with_fingerprint(program, {name: tree.digests() for name, tree in wanted.items()}) if named else program


def called_by(root: str, trees: Mapping[str, CompiledTree]) -> dict[str, CompiledTree]:
    """A tree and all that it leads into by calls; nothing where one of them is missing."""
    wanted: dict[str, CompiledTree] = {}
    pending = [root]
    while pending:
        name = pending.pop()
        if name not in trees:
            return {}
        if name not in wanted:
            wanted[name] = trees[name]
            pending += sorted(trees[name].calls)
    return wanted


def joined(root: str, wanted: Mapping[str, CompiledTree], declared: Declarations) -> Program:
    """Trees as one program, which has no fingerprint yet."""
    calling = {name for name, fact in declared.facts.items() if fact.identifies and "address" in fact.sources}  # kept though no step reads them
    facts = sorted(calling.union(*(c.facts for c in wanted.values())))
    teams = sorted(set().union(*(c.teams for c in wanted.values())))
    return Program(
        tree=root,
        trees={name: wanted[name].tree for name in sorted(wanted)},
        facts={name: declared.facts[name] for name in facts},
        teams={name: declared.teams[name] for name in teams},
        tables=declared.tables,
        locale=declared.locale,
    )


def recursive_calls(trees: Mapping[str, CompiledTree]) -> dict[str, tuple[str, ...]]:
    """Each tree that leads back to itself by calls → the way, itself at both ends."""
    found = {}
    for root in trees:
        ways: list[tuple[str, ...]] = [(root,)]
        seen: set[str] = set()
        while ways and root not in found:
            way = ways.pop()
            for called in sorted(trees[way[-1]].calls) if way[-1] in trees else ():
                if called == root:
                    found[root] = (*way, root)
                elif called not in seen:
                    seen.add(called)
                    ways.append((*way, called))
    return found


def members_of(written: WrittenTree) -> dict[str, str]:
    """Member → its fixes list; the first list that names it. A misspelt name is taken for the instruction that has no `not_fixed`, and a step
    that cannot be read may be a list."""
    if not written.broken and not any(step.form == "fixes" for step in written.steps.values()):
        return {}
    named = {step.id: [at.value for at in step.record.get("fixes") or ()] for step in written.steps.values() if step.form == "fixes"}
    if written.broken or [] in named.values():
        named |= {name: [*listed_in(raw)] for name, raw in raw_steps(written.document).items() if name in written.broken or named.get(name) == []}
    meant = {written_as_id(name): name for name in written.steps if written_as_id(name) not in written.steps}
    lists: dict[str, str] = {}
    strays: list[tuple[str, str]] = []
    for name, members in named.items():
        for member in members:
            if member in written.steps or (member in written.broken and member not in meant):
                lists.setdefault(member, name)
            elif member in meant:
                lists.setdefault(meant[member], name)
            else:
                strays.append((member, name))
    for stray, name in strays:
        open_ends = [s.id for s in written.steps.values() if s.form == "instruction" and not s.record.has("not_fixed") and s.id not in lists]
        if open_ends:
            lists[nearest(stray, open_ends) or open_ends[0]] = name
    return lists


def check_members_closed(written: WrittenTree, steps: Mapping[str, Step], lists: Mapping[str, str], c: Context) -> None:
    """A member of a fixes list is entered through its list only."""
    if not lists:
        return
    for step in written.steps.values():
        done = steps.get(step.id)
        if done is None or isinstance(done, Fixes):
            continue
        entered: dict[str, At] = {}
        for at in written_routes(step.record):
            if at.value in lists:
                entered.setdefault(at.value, at)
        for target, at in entered.items():
            c.report("RF010", at.node, f"`{target}` is a member of the fixes list `{lists[target]}`: no other step leads to it",
                     f"lead to `{lists[target]}`, or take `{target}` out of the list")  # fmt: skip
    for record, what in ((written.header, "the start"), *((error, "an entry") for error in written.header.get("errors") or ())):
        at = record.get("start")
        if at is not None and at.value in lists:
            c.report("RF010", at.node, f"`{at.value}` is a member of the fixes list `{lists[at.value]}` and cannot be {what}",
                     f"begin at `{lists[at.value]}`")  # fmt: skip


def written_routes(record: Record) -> Iterator[At]:
    """The names of steps that a step's record leads to, as they stand in the file."""
    for key, value in record.values.items():
        if key in _ROUTE_KEYS and isinstance(value, At):
            yield value
        elif isinstance(value, Record):
            yield from written_routes(value)
        elif key in ("answers", "results") and isinstance(value, dict):
            for _, part in value.values():
                yield from written_routes(part if isinstance(part, Record) else Record(record.node, {"next": part}))
        elif key in ("matches", "decide") and isinstance(value, tuple):
            for part in value:
                yield from written_routes(part)


def _marked(step: Step, loops: bool, remember: bool) -> Step:
    if remember and isinstance(step, (Asked, Lookup)):
        step = replace(step, remember=True)
    return replace(step, loops=True) if loops or (step.guard and step.guard.rounds is not None) else step


def _on_cycles(steps: Mapping[str, Step]) -> set[str]:
    """The steps that lie on a cycle: Tarjan's strongly connected components, without recursion."""
    following = {name: [r for r in set(routes(step)) if r in steps] for name, step in steps.items()}
    for step in steps.values():
        if isinstance(step, Fixes):  # a member goes on to the next one, and the last to the list's `not_fixed`
            for member, after in zip(step.members, (*step.members[1:], step.not_fixed), strict=True):
                following[member].append(after)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: set[str] = set()
    for root in steps:
        work = [(root, iter(following[root]))] if root not in index else []
        while work:
            name, rest = work[-1]
            if name not in index:
                index[name] = low[name] = len(index)
                stack.append(name)
                on_stack.add(name)
            for child in rest:
                if child not in index:
                    work.append((child, iter(following[child])))
                    break
                if child in on_stack:
                    low[name] = min(low[name], index[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    component: list[str] = []
                    while not component or component[-1] != name:
                        component.append(stack.pop())
                        on_stack.discard(component[-1])
                    if len(component) > 1 or name in following[name]:
                        found.update(component)
    return found
