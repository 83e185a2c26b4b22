"""Projections of the ledger to rows and back. What has a column of its own stands there; the rest of a visit is JSON without defaults."""

from collections.abc import Sequence
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from sqlalchemy import literal_column

from diagnostics.deflection.counts import COLUMNS, Counts
from diagnostics.deflection.projection import CallStanding, Matched, ProblemRow
from diagnostics.deflection.records import Key, Passed, VisitSummary
from diagnostics.store import ledger_schema as l

_COLUMNS = {column.name for column in l.visit_summary.c}
_PLAIN = tuple(f.name for f in fields(VisitSummary) if f.name in _COLUMNS and f.name != "path")
_SAID = {f.name: f.default for f in fields(VisitSummary) if f.name not in _COLUMNS and f.name != "keys" and f.default is not MISSING}
_PROBLEM = tuple(f.name for f in fields(ProblemRow) if f.name != "counts")
_MATCHED = tuple(f.name for f in fields(Matched))
_STANDING = tuple(f.name for f in fields(CallStanding))

SUMMARY = (*(l.visit_summary.c[name] for name in _PLAIN), l.visit_summary.c.said, l.visit_summary.c.path)
PATHLESS = (*SUMMARY[:-1], literal_column("NULL").label("path"))
PROBLEM = (*(l.problem.c[name] for name in _PROBLEM), l.problem.c.counts)
MATCHED = tuple(l.call_match.c[name] for name in _MATCHED)
STANDING = tuple(l.call_standing.c[name] for name in _STANDING)


def summary_row(summary: VisitSummary, day: date, seq: int) -> dict[str, Any]:
    row = {name: getattr(summary, name) for name in _PLAIN}
    said = {name: value for name, default in _SAID.items() if (value := getattr(summary, name)) != default}
    return {**row, "local_day": day, "seq": seq, "said": said, "path": [list(passed) for passed in summary.path]}


def summary_of(row: Sequence[Any], keys: Sequence[Key]) -> VisitSummary:
    """`row` as `SUMMARY` or `PATHLESS` selects it."""
    path = tuple([Passed(*passed) for passed in row[-1] or ()])
    return VisitSummary(**dict(zip(_PLAIN, row, strict=False)), **row[-2], path=path, keys=tuple(keys))


def problem_row(problem: ProblemRow) -> dict[str, Any]:
    row = {name: getattr(problem, name) for name in _PROBLEM}
    return {**row, "counts": {name: n for name, n in zip(COLUMNS, problem.counts.values, strict=True) if n}}


def problem_of(row: Sequence[Any]) -> ProblemRow:
    """`row` as `PROBLEM` selects it."""
    given = row[-1]
    return ProblemRow(**dict(zip(_PROBLEM, row, strict=False)), counts=Counts(tuple([given.get(name, 0) for name in COLUMNS])))


def matched_row(matched: Matched) -> dict[str, Any]:
    return {name: getattr(matched, name) for name in _MATCHED}


def standing_row(standing: CallStanding) -> dict[str, Any]:
    return {name: getattr(standing, name) for name in _STANDING}
