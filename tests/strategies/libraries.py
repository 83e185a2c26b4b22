"""Random libraries: a strategy that draws whole trees, their calls and their facts, as the YAML that an author would write.

Everything of the language occurs. Libraries are drawn in two moods: careful ones, whose author tests `known(…)` first and writes
`otherwise`, and careless ones, who do not: enough of both are free of violations, and enough are not.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from diagnostics.analysis.check import Checked, check
from diagnostics.library.load import load
from diagnostics.program.types import Program
from diagnostics.violations import errors

FACTS: Mapping[str, Mapping[str, Any]] = {
    "os": {"type": "choice", "values": {"win": "Windows", "mac": "macOS", "lin": "Linux"}, "sources": ["profile", "address"]},
    "kind": {"type": "choice", "values": {"desk": "Desktop", "lap": "Laptop"}, "sources": ["computed"]},
    "tone": {"type": "choice", "values": {"low": "Low", "high": "High"}, "sources": ["lookup", "profile"]},
    "fine": {"type": "yes_no", "sources": ["computed", "address"]},
    "signs": {"type": "set", "values": {"red": "Red", "amber": "Amber", "green": "Green"}, "sources": ["profile"]},
    "amount": {"type": "number", "sources": ["profile", "computed"]},
    "latency_ms": {"type": "number", "sources": ["check"]},
    "price": {"type": "money", "sources": ["lookup", "computed"]},
    "word": {"type": "text", "sources": ["address"]},
    "day": {"type": "date", "sources": ["lookup", "profile"]},
}
LIBRARY = {
    "format": 1, "title": "Random", "locale": "en", "areas": {"any": {"title": "Any", "icon": "star"}}, "products": {"thing": "Thing"},
    "teams": {"desk": {"title": "Desk", "contacts": [{"kind": "phone", "value": "112", "title": "Desk"}]}},
    "facts": {name: {"label": name.title(), **fact} for name, fact in FACTS.items()},
    "tables": {"fees": {"win": 5, "mac": 12}, "kinds": {"win": "desk", "mac": "lap"}},
    "lookups": {"find": {"title": "Find", "keys": ["word"], "results": ["there", "gone"], "facts": ["price", "day", "tone"]}},
}  # fmt: skip
COMPLEMENTS = (
    ("amount", "100 / amount > 4", "100 / amount <= 4"), ("amount", "amount > 10", "amount <= 10"), ("day", "day <= today()", "day > today()"),
    ("os", "table('fees', os) > 6", "table('fees', os) <= 6"), ("os", "table('kinds', os) in ['desk']", "table('kinds', os) not in ['desk']"),
    ("signs", "'red' in signs", "'red' not in signs"), ("tone", "tone == 'low'", "tone == 'high'"), ("word", "word == 'a'", "word != 'a'"),
)  # fmt: skip
"""Of a fact: two conditions of which one should hold once it is known."""

CHOICES = ("os", "kind", "tone", "fine")
CHOICE_FACTS_ONLY = ("os", "tone")
ASKED = ("question", "question", "question", "many", "input", "paste", "instruction", "instruction", "information", "check")
SILENT = ("lookup", "compute", "decide", "decide", "fixes", "call", "call")


@dataclass(frozen=True, slots=True)
class Written:
    """A library as it was drawn: tree id → tree. `root` is the tree that calls the others."""

    trees: Mapping[str, Mapping[str, Any]]
    root: str = "main"

    def __repr__(self) -> str:
        return "\n".join(f"# {name}\n{yaml_of(tree)}" for name, tree in self.trees.items())


def values_of(fact: str) -> list[str]:
    return ["yes", "no"] if FACTS[fact]["type"] == "yes_no" else list(FACTS[fact].get("values", ()))


def yaml_of(record: Mapping[str, Any]) -> str:
    """A tree as YAML: its own keys and each step on a line; behind that JSON, which is YAML too."""
    lines = [f"{key}: {json.dumps(value)}" for key, value in record.items() if key != "steps"]
    return "\n".join([*lines, "steps:", *(f"  {name}: {json.dumps(step)}" for name, step in record["steps"].items())]) + "\n"


def checked_library(written: Written) -> Checked:
    """Writes a drawn library to a folder, loads it, and proves it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "_library.yml").write_text(json.dumps(LIBRARY))
        for name, tree in written.trees.items():
            (Path(folder) / f"{name}.yml").write_text(yaml_of(tree))
        return check(load(Path(folder)))


def clean_program(written: Written) -> Program | None:
    """The root's program if the whole library is free of violations."""
    checked = checked_library(written)
    return None if errors(checked.violations) or checked.reports[written.root].states == 0 else checked.library.programs[written.root]


@st.composite
def libraries(draw: st.DrawFn, choice_only: bool = False, most_steps: int = 12) -> Written:
    """A library. `choice_only`: questions with answers, instructions, decisions and ends only, in one tree.

    What is drawn is the size, the mood and a seed: a tree has hundreds of dice, and drawing each would take longer than all the tests.
    """
    dice = Random(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(2, most_steps))
    careful = draw(st.integers(0, 3)) > 0
    called = 0 if choice_only else draw(st.integers(0, 2))
    trees: dict[str, Mapping[str, Any]] = {}
    focus = dice.sample(CHOICE_FACTS_ONLY if choice_only else list(FACTS), 2)
    for number in range(called, -1, -1):
        name = "main" if number == 0 else f"sub-{number}"
        author = _Author(dice, name, careful, choice_only, focus, [n for n in trees if dice.random() < 0.8])
        trees[name] = author.tree(size if number == 0 else min(size, 4))
    return Written(trees)


@dataclass(slots=True)
class _Author:
    """Writes one tree. Steps lead forward, save for loops that a counted step bounds; so most trees come to an end."""

    dice: Random
    name: str
    careful: bool
    choice_only: bool
    focus: Sequence[str]
    callable: Sequence[str]
    names: list[str] = field(default_factory=list)
    answered: dict[str, list[str]] = field(default_factory=dict)
    steps: dict[str, Any] = field(default_factory=dict)

    def tree(self, size: int) -> Mapping[str, Any]:
        self.names = [f"s{n}" for n in range(size)]
        ends = self._ends()
        for index, name in enumerate(self.names):
            self._step(index, name, [*self.names[index + 1 :], *ends])
        self.steps |= ends
        header: dict[str, Any] = {"format": 1, "tree": self.name, "title": self.name, "summary": "Random.", "owner": "desk", "reviewed": "2026-11-22"}
        if self.name == "main":
            header["area"] = "any"
            if self.dice.random() < 0.2:
                header["errors"] = [{"match": "E*", "start": self.dice.choice(self.names)}]
        members = {member: fixes for fixes, step in self.steps.items() for member in step.get("fixes", ())}
        reached, pending = set[str](), [self.names[0], *(error["start"] for error in header.get("errors", ()))]
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                pending += [text for text in _texts(self.steps[name]) if text in self.steps] + [members[n] for n in (name,) if n in members]
        return {**header, "start": self.names[0], "steps": {name: step for name, step in self.steps.items() if name in reached}}

    def _ends(self) -> dict[str, Any]:
        ends: dict[str, Any] = {"solved": {"outcome": "resolved", "says": "It works."},
                                "person": {"outcome": "handoff", "says": self._text("Ask us."), "to": "desk"}}  # fmt: skip
        return ends if self.name == "main" else {"back": {"outcome": "return"}, **ends}

    def _step(self, index: int, name: str, ahead: Sequence[str]) -> None:
        kind = self.dice.choice(("question", "question", "instruction", "decide") if self.choice_only else (*ASKED, *SILENT))
        if kind == "call" and not self.callable:
            kind = "information"
        step = getattr(self, f"_{kind}")(name, ahead)
        if kind in ASKED or kind == "lookup":
            step |= self._guard(ahead)
        self.steps[name] = step

    def _ahead(self, ahead: Sequence[str]) -> str:
        """Where to go on: mostly the next step, so that all are reached."""
        return ahead[0] if self.dice.random() < 0.6 else self.dice.choice(ahead)

    def _guard(self, ahead: Sequence[str]) -> dict[str, Any]:
        guard: dict[str, Any] = {}
        if self.dice.random() < 0.2:
            guard |= {"when": self._condition(), "otherwise": self._ahead(ahead)}
        if self.dice.random() < 0.15:
            guard |= {"at_most": {"rounds": self.dice.randint(1, 2), "then": self._ahead(ahead)}}
        return guard

    def _maybe_back(self, target: str) -> str:
        """Sometimes back to a counted step before this one: a loop."""
        counted = [name for name, step in self.steps.items() if "at_most" in step]
        return self.dice.choice(counted) if counted and self.dice.random() < 0.3 else target

    def _fact(self, facts: Sequence[str]) -> str:
        """One of these facts; mostly one that the rest of the library is about too."""
        focused = [fact for fact in facts if fact in self.focus]
        return self.dice.choice(focused if focused and self.dice.random() < 0.7 else facts)

    def _question(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        fact = self._fact(CHOICE_FACTS_ONLY if self.choice_only else CHOICES) if self.dice.random() < 0.8 else None
        ids = values_of(fact) if fact else ["one", "two", "three"]
        ids = self.dice.sample(ids, self.dice.randint(1, len(ids)) if fact and self.dice.random() < 0.4 else max(2, len(ids) - 1))
        answers: dict[str, Any] = {i: {"label": self._text(i), "next": self._maybe_back(self._ahead(ahead))} for i in ids}
        if fact and self.dice.random() < 0.3:
            answers["unsure"] = {"label": "Not sure", "unknown": True, "next": self._ahead(ahead)}
        answers[ids[0]]["next"] = ahead[0]
        self.answered[name] = list(answers)
        return {"question": self._text("Which?"), "answers": answers} | ({"fact": fact} if fact else {})

    def _many(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        answers: dict[str, Any] = {i: i for i in self.dice.sample(values_of("signs"), self.dice.randint(1, 3))}
        if self.dice.random() < 0.5:
            answers["nothing"] = {"label": "None of these", "none": True}
        if self.dice.random() < 0.3:
            answers["unsure"] = {"label": "Not sure", "unknown": True}
        return {"question": "Which of these?", "choose": "many", "fact": "signs", "answers": answers, "next": ahead[0]}

    def _input(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        kind = self.dice.choice(("text", "number", "money", "date", "code", "choice"))
        fact = {"text": "word", "code": "word", "number": "amount", "money": "price", "date": "day"}.get(kind) or self.dice.choice(CHOICES)
        extra = {"text": {"max": 20}, "number": {"min": 0, "max": 100}, "date": {"max": "today"}, "code": {"pattern": "AA-99", "example": "AB-12"}}
        return {"question": "How much?", "input": kind, "fact": fact, "next": ahead[0], **self.dice.choice(({}, {"optional": True})),
                **(extra.get(kind, {}) if kind == "code" or self.dice.random() < 0.5 else {})}  # fmt: skip

    def _paste(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        matches = [{"text": "ERR_*", "next": self._maybe_back(self._ahead(ahead))}, {"text": "ERR_LONG", "next": self._ahead(ahead)}]
        return {"question": "What does it say?", "paste": True, "matches": matches, "next": ahead[0], **self.dice.choice(({}, {"fact": "word"}))}

    def _instruction(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        self.answered[name] = ["fixed", "not_fixed", "tried_before", "cannot"]
        routes = {key: self._ahead(ahead) for key in ("fixed", "cannot") if self.dice.random() < 0.3}
        return {"instruction": self._text("Do it"), "actions": ["Now"], "not_fixed": ahead[0], **routes}

    def _information(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        return {"information": "Read", "text": self._text("this"), "next": self._maybe_back(ahead[0])}

    def _check(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        self.answered[name] = ["pass", "fail", "unavailable"]
        return {"check": "network", "results": {"pass": ahead[0], "fail": self._ahead(ahead), "unavailable": self._ahead(ahead)},
                **self.dice.choice(({}, {"keep": ["latency_ms"]}))}  # fmt: skip

    def _lookup(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        keep = [f for f in ("price", "day", "tone") if self.dice.random() < 0.4]
        return {"lookup": "find", "results": {"there": self._ahead(ahead), "gone": self._ahead(ahead)}, "unavailable": ahead[0],
                **({"keep": keep} if keep else {})}  # fmt: skip

    def _compute(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        plain = {"kind": ["'desk'", "'lap'", "table('kinds', 'win')"], "fine": ["'yes'"], "price": ["2 * 21", "table('fees', 'mac')"],
                 "amount": ["days_between(date('2026-01-01'), today())", "7", "round(10 / 3, 1)"]}  # fmt: skip
        careless = {"kind": ["table('kinds', os)"], "fine": ["fine"], "price": ["price * 2", "table('fees', os)"],
                    "amount": ["10 / amount", "amount + 1"]}  # fmt: skip
        fact = self.dice.choice(list(plain))
        return {"compute": {fact: self.dice.choice(plain[fact] if self.careful else plain[fact] + careless[fact])}, "next": ahead[0]}

    def _decide(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        if not self.choice_only and self.dice.random() < 0.25:  # what looks complete, and no `otherwise`
            fact, holds, fails = self.dice.choice([pair for pair in COMPLEMENTS if pair[0] in self.focus] or COMPLEMENTS)
            cases = [{"when": when, "next": self._ahead(ahead)} for when in (f"not known({fact})", holds, fails)]
            return {"decide": [*cases[:2], {"when": fails, "next": ahead[0]}]}
        if not self.careful and self.dice.random() < 0.3:  # all values, and no `otherwise`
            fact = self._fact(CHOICE_FACTS_ONLY if self.choice_only else CHOICES)
            values = self.dice.sample(values_of(fact), self.dice.randint(1, len(values_of(fact))))
            return {"decide": [{"when": f"{fact} == '{value}'", "next": self._ahead(ahead)} for value in values]}
        cases = [{"when": self._condition(), "next": self._maybe_back(self._ahead(ahead))} for _ in range(self.dice.randint(1, 2))]
        return {"decide": cases, "otherwise": ahead[0]}

    def _fixes(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        members = [f"{name}_fix{n}" for n in range(self.dice.randint(1, 3))]
        for member in members:
            fix = self._instruction(member, ahead)
            del fix["not_fixed"]
            if self.dice.random() < 0.4:
                fix["when"] = self._condition()
            self.steps[member] = fix
        return {"fixes": members, "not_fixed": ahead[0]}

    def _call(self, name: str, ahead: Sequence[str]) -> dict[str, Any]:
        return {"call": self.dice.choice(self.callable), "next": self._maybe_back(ahead[0])}

    def _text(self, words: str) -> Any:
        if self.choice_only or self.dice.random() < 0.7:
            return words
        fact = self._fact(list(FACTS))
        if not self.careful and self.dice.random() < 0.3:
            return f"{words} {{{fact}}}"
        return [{"when": f"known({fact})", "text": f"{words} {{{fact}}}"}, {"text": words}]

    def _condition(self, deep: int = 2) -> str:
        if deep and self.dice.random() < 0.25:
            joined = self.dice.choice((" and ", " or "))
            return "(" + joined.join(self._condition(deep - 1) for _ in range(2)) + ")"
        if self.answered and self.dice.random() < 0.2:
            step = self.dice.choice(list(self.answered))
            asked = f"answer('{step}')"
            return self._tested(asked, f"{asked} == '{self.dice.choice(self.answered[step])}'")
        fact = self._fact(CHOICE_FACTS_ONLY if self.choice_only else list(FACTS))
        return self._tested(fact, self.dice.choice(self._atoms(fact)))

    def _tested(self, name: str, atom: str) -> str:
        if self.dice.random() < (1.0 if self.careful else 0.4):
            known = f"known({name})"
            return self.dice.choice((f"{known} and {atom}", f"not {known} or {atom}", known, f"{known} and not ({atom})"))
        return self.dice.choice((atom, atom, f"not ({atom})", f"not known({name})"))

    def _atoms(self, fact: str) -> list[str]:
        kind = FACTS[fact]["type"]
        if kind in ("choice", "yes_no"):
            one, two = self.dice.sample(values_of(fact), 2)
            atoms = [f"{fact} == '{one}'", f"{fact} != '{one}'", f"{fact} in ['{one}', '{two}']", f"{fact} not in ['{one}']"]
            return atoms if self.choice_only else [*atoms, *([f"table('fees', {fact}) > 6"] if fact == "os" else [])]
        atoms = {
            "set": ["'red' in signs", "'amber' not in signs"],
            "text": ["word == 'ERR_LONG'", "word != 'a'", "word in ['a', 'b']"],
            "date": ["day < date('2026-11-01')", "days_between(day, today()) > 14", "day <= today()"],
            "number": ["{0} > 10", "{0} <= 50", "{0} == 10", "{0} / 2 < 20", "100 / {0} > 4", "round({0}) != 7", "{0} + 1 >= 11"],
            "money": ["{0} > 10", "{0} <= 50", "not 10 < {0}"],
        }[kind]
        return [atom.format(fact) for atom in atoms]


def _texts(value: Any) -> list[str]:
    """Every text in a step."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    return [value] if isinstance(value, str) else [text for part in value for text in _texts(part)] if isinstance(value, list) else []
