"""What rules look at: one tree with all that is known of it, or a whole library in brief.

A tree is looked at while its nodes are in memory, and forgotten after; what rules of the whole library need of it stays in its `Summary`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from diagnostics.analysis.prove import Report
from diagnostics.compiler.library import Declarations
from diagnostics.lint.allow import Allowance
from diagnostics.model.read import WrittenStep, WrittenTree
from diagnostics.model.shapes import Record
from diagnostics.program.types import Program, Tree
from diagnostics.source.reader import Document
from diagnostics.translations.catalogue import Translations
from diagnostics.translations.units import TextAt
from diagnostics.violations import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file of `images/`: its size in bytes, and in pixels where the format tells."""

    name: str
    size: int
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios beside a tree give. `scenarios`: how many; `missing`: (step, answer) pairs that none of them gives; `failed`: how many
    went elsewhere than they say."""

    scenarios: int
    answers: int
    missing: tuple[tuple[str, str], ...]
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """One tree. `tree`, `program` and `report` are None where the file has errors; `coverage` is None where it was not run.

    `translations` are those of the tree: language → its messages. `limits` holds every rule's numbers, as configured.
    """

    written: WrittenTree
    declared: Declarations
    today: date
    limits: Mapping[str, float]
    tree: Tree | None = None
    program: Program | None = None
    report: Report | None = None
    coverage: Coverage | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    translations: Mapping[str, Translations] = field(default_factory=dict)
    texts: tuple[TextAt, ...] = ()
    worked_out: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def steps(self) -> Mapping[str, WrittenStep]:
        return self.written.steps

    def once(self, work: Callable[["Subject"], T]) -> T:
        """What a function makes of this tree, worked out once for all rules that ask."""
        if work not in self.worked_out:
            self.worked_out[work] = work(self)
        return cast(T, self.worked_out[work])


class Spot(NamedTuple):
    """A text and its place in a file; `source` is the line."""

    text: str
    span: Span
    source: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A tree in brief: all that rules of the library see of it. `uses`: kind (`fact`, `team`, `area`, `product`, `table`, `lookup`, `image`)
    → names, with what it uses by calls. `shingles` are sampled hashes of its wording (`diagnostics.lint.wording`), sorted."""

    tree: str
    file: str
    title: Spot | None
    returns: bool
    symptoms: tuple[Spot, ...]
    errors: tuple[Spot, ...]
    calls: tuple[str, ...]
    uses: Mapping[str, tuple[str, ...]]
    shingles: tuple[int, ...]
    allowed: tuple[Allowance, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A whole library in brief. `document` and `record` are the library file's, None where it cannot be read. `reread` gives a tree's file
    again, for the few that a rule must look at closely. `whole`: every file of the library could be read as YAML, so that what no tree here
    uses is used nowhere."""

    declared: Declarations
    trees: Mapping[str, Summary]
    today: date
    limits: Mapping[str, float]
    reread: Callable[[str], WrittenTree | None]
    document: Document | None = None
    record: Record | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    whole: bool = True
