"""One tree, with its nodes, to its `Summary`: what rules of the whole library need of it when the nodes are gone."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from diagnostics.lint.allow import allowances
from diagnostics.lint.subject import Spot, Subject, Summary
from diagnostics.lint.wording import shingles, wording_of
from diagnostics.model.shapes import At
from diagnostics.source.reader import Document

_WORD = re.compile(r"[A-Za-z0-9_]+(?:[-.][A-Za-z0-9_]+)*")
_TABLE = re.compile(r"table\s*\(\s*['\"]([^'\"]+)")


def summary_of(subject: Subject) -> Summary:
    """The tree in brief, as far as its file could be read."""
    written, document = subject.written, subject.written.document
    header = written.header
    return Summary(
        tree=written.id,
        file=document.file,
        title=next(_spots(header.get("title"), document), None),
        returns=bool(written.returns),
        symptoms=tuple(spot for at in header.get("symptoms") or () for spot in _spots(at, document)),
        errors=tuple(spot for error in header.get("errors") or () for spot in _spots(error.get("match"), document)),
        calls=written.calls,
        uses={kind: tuple(sorted(names)) for kind, names in _uses(subject).items() if names},
        shingles=shingles(wording_of(subject)),
        allowed=allowances(document.file, document.lines),
    )


def _spots(value: Any, document: Document) -> Iterator[Spot]:
    """The wordings of a text, the one that always holds first."""
    for at in (value,) if isinstance(value, At) else reversed([r.get("text") for r in value or ()]):
        if at is not None:
            span = document.span(at.node)
            yield Spot(at.value, span, document.line(span.line))


def _uses(subject: Subject) -> Mapping[str, set[str]]:
    program, tree, text = subject.program, subject.tree, subject.written.document.text
    if program is None or tree is None:  # what was refused may use more: every word of the file counts, so that nothing else seems left over
        words = set(_WORD.findall(text))
        uses = {kind: words & names.keys() for kind, names in _declared(subject).items()}
        misspelt = any(at.value not in subject.pictures for step in subject.steps.values() if (at := step.record.get("image")) is not None)
        return {**uses, "image": set(subject.pictures)} if misspelt else uses  # it may be any of them
    records = [step.record for step in subject.steps.values()]
    named = {key: {at.value for record in records if (at := record.get(key)) is not None} for key in ("image", "lookup")}
    facts, teams = set(program.facts), set(program.teams)
    area, tables = {tree.area} if tree.area else set(), set(_TABLE.findall(text))
    return {"area": area, "fact": facts, "product": set(tree.products), "table": tables, "team": teams, **named}


def _declared(subject: Subject) -> Mapping[str, Mapping[str, Any]]:
    declared = subject.declared
    return {
        "area": declared.areas, "fact": declared.facts, "image": subject.pictures, "lookup": declared.lookups,
        "product": declared.products, "table": declared.tables, "team": declared.teams,
    }  # fmt: skip
