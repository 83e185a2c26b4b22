"""A tree's steps by their form, for rules that look at one kind only."""

from collections.abc import Sequence

from diagnostics.lint.subject import Subject
from diagnostics.model.read import WrittenStep


def steps_of(subject: Subject, form: str) -> Sequence[WrittenStep]:
    """The steps of a form (a kind, or `answers`, `input` and `paste` for questions) in the order of the file."""
    return subject.once(_by_form).get(form, ())


def _by_form(subject: Subject) -> dict[str, list[WrittenStep]]:
    found: dict[str, list[WrittenStep]] = {}
    for step in subject.steps.values():
        found.setdefault(step.form, []).append(step)
    return found
