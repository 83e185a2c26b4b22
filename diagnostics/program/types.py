"""The types of a compiled tree. The engine reads nothing else.

Steps refer to each other by id within their tree; a `next` always exists. Texts are source strings (Markdown with `{fact}`)
or tuples of variants; which one shows depends on the facts, so it is chosen when a page is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from diagnostics.conditions.evaluate import Tables
from diagnostics.conditions.expression import Expression, FactType

Identifies = Literal["tag", "customer", "phone", "email"]

FORMAT = 1
"""The version of the JSON form; see `program.codec`."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording. `when` is None on the last, which always holds."""

    when: Expression | None
    text: str


Text = str | tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """`when`/`otherwise` and `at_most`. In a fixes list `otherwise` is None: the member is left out."""

    when: Expression | None = None
    otherwise: str | None = None
    rounds: int | None = None
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """`sha` is the SHA-256 of the file's bytes in hex: the address under which it is stored and served."""

    name: str
    sha: str
    alt: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question. `value` is what the fact becomes; None sets nothing. `means` is how an agent reads it."""

    label: Text
    next: str | None
    value: str | None = None
    hint: Text | None = None
    means: Text | None = None
    none: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What every step has. `loops`: it lies on a cycle, so its arrivals are counted. `minutes` is the expected time on it."""

    id: str
    guard: Guard | None = None
    loops: bool = False
    minutes: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Base):
    """A step that asks the customer. `remember`: an expression reads `answer('this step')`."""

    heading: Text
    hint: Text | None = None
    help: Text | None = None
    image: Image | None = None
    fact: str | None = None
    remember: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Asked):
    """A question with answers. With `many`, the reply is a set of answer ids and leads to `next`."""

    answers: Mapping[str, Answer]
    many: bool = False
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Asked):
    """A question with one field. `low` and `high` are a number, an ISO day or `today`; for text, `high` counts characters."""

    kind: str
    next: str
    low: str | None = None
    high: str | None = None
    unit: Text | None = None
    pattern: tuple[str, ...] = ()
    example: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What to look for in a pasted message, whatever the case (`*`: anything), and where it leads."""

    text: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste(Asked):
    """A question with a box for a message. The longest match decides; `next` where nothing matches."""

    matches: tuple[Match, ...]
    next: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do in an instruction."""

    do: Text
    detail: Text | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """What may happen; shown before the actions."""

    says: Text
    detail: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction(Asked):
    """`fixed` is None where a yes ends the visit; `not_fixed` is None in a fixes list, whose step `in_list` names."""

    actions: tuple[Action, ...]
    not_fixed: str | None
    fixed: str | None = None
    cannot: str | None = None
    in_list: str | None = None
    expect: Text | None = None
    did_it_help: Text | None = None
    needs: Text | None = None
    risk: Risk | None = None
    video: str | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Information(Asked):
    """A page to read, then `next`. `help` holds its text."""

    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Asked):
    """A test in the browser. `results` has `pass`, `fail` and `unavailable`; `heading` is empty: the kind has its own."""

    kind: str
    results: Mapping[str, str]
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(Base):
    """Something that the caller fetches. `results` has the declared results and `unavailable`."""

    source: str
    keys: tuple[str, ...]
    results: Mapping[str, str]
    keep: tuple[str, ...] = ()
    timeout: float = 3.0
    remember: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compute(Base):
    """Sets facts in this order, each reading those before it. One whose expression has no value stays as it is."""

    sets: tuple[tuple[str, Expression], ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Base):
    """`otherwise` is None where the cases were proved complete."""

    cases: tuple[tuple[Expression, str], ...]
    otherwise: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixes(Base):
    """A fixes list. `members` are ids of instructions, in the order in which they are tried."""

    members: tuple[str, ...]
    not_fixed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Base):
    """`next` is None where the called tree never returns."""

    tree: str
    next: str | None


@dataclass(frozen=True, slots=True)
class Bring:
    """What to have at hand: `kind` is `step` or `fact`, `name` its id, `label` how it reads."""

    kind: str
    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """A link on the last page: a part, an upgrade, an article."""

    title: Text
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Base):
    """The end, or `return` to the caller. `team` is an id of `Program.teams`. `urgency` and `ask` are kept for hand-offs; no page shows
    them yet."""

    kind: str
    says: Text | None = None
    title: Text | None = None
    team: str | None = None
    bring: tuple[Bring, ...] = ()
    urgency: str = "normal"
    offer: Offer | None = None
    ask: Text | None = None


Step = Choice | Input | Paste | Instruction | Information | Check | Lookup | Compute | Decide | Fixes | Call | Outcome

RESOLVED = Outcome(id="resolved", kind="resolved")
"""Where an instruction answered `fixed` ends, unless its `fixed` says otherwise. No step can have this id."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree of a program. `entries` are the steps at which a visit may begin besides `start`."""

    id: str
    title: Text
    summary: Text
    start: str
    steps: Mapping[str, Step]
    owner: str
    area: str | None = None
    products: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    reviewed: str = ""
    returns: bool = False

    @property
    def entries(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.start, *(step for _, step in self.errors))))


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact's declaration. `values` maps value → label for `choice`, `set` and `yes_no`. `identifies` says whom or what its value names,
    so that a call about the same is found."""

    label: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False
    sources: frozenset[str] = frozenset()
    identifies: Identifies | None = None

    @property
    def type(self) -> FactType:
        return FactType(self.kind, frozenset(self.values))


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to a team. `kind` is phone, chat, email or web; `value` the number or address; `wait` how long one usually waits, in words."""

    kind: str
    value: str
    title: str
    hours: str = ""
    wait: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """The people who take over; the first contact is shown first."""

    title: str
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """A tree with everything that it calls. `tree` is the id of the one that customers start."""

    tree: str
    trees: Mapping[str, Tree]
    facts: Mapping[str, Fact]
    teams: Mapping[str, Team]
    tables: Tables
    locale: str
    fingerprint: str = ""
    structure: str = ""

    @property
    def root(self) -> Tree:
        return self.trees[self.tree]
