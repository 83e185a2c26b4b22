"""A loaded library to the publication that it makes. Nothing is stored here: `wiring` does that, all at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from diagnostics.analysis.prove import Effort
from diagnostics.engine import Ask, Start, page, replay, time_left
from diagnostics.engine.advance import NeverProved
from diagnostics.library.load import LIBRARY_FILE, MEDIA_TYPES, Library
from diagnostics.program.manifest import Asset, Listed, Manifest, Publication, manifest_to_json
from diagnostics.program.types import Asked, Program
from diagnostics.violations import Violation, errors, in_order


class PublishError(Exception):
    """A publication or rollback that cannot be made. The message says why."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a folder makes. `programs` are those that the folder itself puts into service. `kept`: tree → why it goes on with its last
    good program. `left_out`: tree → why it is not in service at all: it is broken and never was good."""

    manifest: Manifest
    programs: tuple[Program, ...]
    assets: tuple[Asset, ...]
    kept: Mapping[str, str]
    left_out: Mapping[str, str]
    violations: tuple[Violation, ...]


EMPTY = Manifest("Diagnostics", "en", {}, {})


def prepare(
    library: Library,
    previous: Manifest | None,
    violations: Sequence[Violation] = (),
    hold_back: Collection[str] = (),
    efforts: Mapping[str, Effort] | None = None,
    listings: dict[str, Listed] | None = None,
) -> Prepared:
    """The publication that a library makes.

    Every offered tree without errors goes in. A tree that is broken, calls a broken one, or is in `hold_back` keeps its program of
    `previous`; a tree whose file is gone, or that is no longer offered by itself, leaves. While the library file is broken nothing
    changes: whatever is compiled against half of the declarations is not what its author wrote.

    Args:
        violations: found by others than the loader; they are reported, and trees leave or stay by `hold_back` alone.
        hold_back: ids of trees that compile but must not go in.
        efforts: what the proofs found of each tree's pages; a tree without it is listed with the engine's wider estimate.
        listings: how programs were listed before, by fingerprint; those made now are added. For who publishes again and again.

    Raises:
        PublishError: an image changed while it was being read.
    """
    found = tuple(in_order((*library.violations, *violations)))
    before = previous or EMPTY
    good: dict[str, Listed] = {}
    known = {} if listings is None else listings
    no_frame = any(v.span.file == LIBRARY_FILE for v in errors(library.violations))
    why = _held_back(library, before, hold_back, no_frame)
    for name, program in sorted(library.offered().items()):
        if name in why:
            continue
        try:
            good[name] = known.get(program.fingerprint) or listed(program, (efforts or {}).get(name))
        except NeverProved:
            why[name] = "it cannot be walked"
    known |= {tree.fingerprint: tree for tree in good.values()}
    kept = {name: tree for name, tree in before.trees.items() if name in why}
    manifest = _manifest(library, before, good | kept, no_frame)
    programs = tuple(library.programs[name] for name in good)
    shared = {name for name, tree in library.trees.items() if tree.returns}
    stays, left_out = ({name: why[name] for name in sorted(names)} for names in (kept, why.keys() - kept.keys() - shared))
    return Prepared(manifest, programs, assets(library, programs), stays, left_out, found)


def _held_back(library: Library, before: Manifest, hold_back: Collection[str], no_frame: bool) -> dict[str, str]:
    """Tree → why what its file holds does not go in."""
    if no_frame:
        return dict.fromkeys({*before.trees, *library.files}, f"{LIBRARY_FILE} has errors")
    return dict.fromkeys(hold_back, "its proofs found errors") | dict.fromkeys(library.broken, "it has errors, or calls a tree that has")


def listed(program: Program, effort: Effort | None = None) -> Listed:
    """A program as the manifest lists it. What the day decides is taken as on the day when the tree was last read against the facts.

    Raises:
        NeverProved: the tree goes round without asking, or no case of a `decide` holds.
    """
    root = program.root
    state = replay(program, Start(date.fromisoformat(root.reviewed)), {})
    left = time_left(program, state)
    first = int(isinstance(page(program, state), Ask))
    fewest, most = (effort.shortest, effort.longest) if effort else (left.fewest + first, left.most + first)
    return Listed(program.tree, program.fingerprint, root.title, root.summary, root.area, round(left.minutes, 2), fewest, most,
                  root.products, root.symptoms, root.errors)  # fmt: skip


def same(one: Manifest, other: Manifest | None) -> bool:
    """Whether two manifests say the same, in the same order."""
    return other is not None and str(manifest_to_json(one)) == str(manifest_to_json(other))


def assets(library: Library, programs: Sequence[Program]) -> tuple[Asset, ...]:
    """The images that programs show.

    Raises:
        PublishError: a file is not what it was when the library was loaded.
    """
    steps = (step for program in programs for tree in program.trees.values() for step in tree.steps.values())
    images = {step.image.sha: step.image.name for step in steps if isinstance(step, Asked) and step.image}
    found = []
    for sha, name in sorted(images.items()):
        path = library.images[sha]
        body = path.read_bytes() if path.exists() else b""
        if sha256(body).hexdigest() != sha:
            raise PublishError(f"images/{name} changed while it was being read; publish again")
        found.append(Asset(sha, MEDIA_TYPES[path.suffix], body))
    return tuple(found)


def position(serving: Publication) -> int:
    """The publication whose manifest serves: a rollback stands where the one that it restored stood, so the next one goes further back."""
    return serving.restores or serving.id


def _manifest(library: Library, before: Manifest, trees: Mapping[str, Listed], keep_frame: bool) -> Manifest:
    if keep_frame:
        return replace(before, trees=dict(sorted(trees.items())))
    declared = {name: (area.title, area.icon) for name, area in library.declared.areas.items()}
    used = {tree.area for tree in trees.values()}
    areas = declared | {name: area for name, area in before.areas.items() if name in used and name not in declared}
    return Manifest(library.declared.title, library.declared.locale, areas, dict(sorted(trees.items())), library.declared.products)
