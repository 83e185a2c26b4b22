"""A tree to where its steps lead: from its compiled form where there is one, else from its file as far as it could be read."""

from collections.abc import Mapping

from diagnostics.compiler.compile import written_routes
from diagnostics.lint.subject import Subject
from diagnostics.program.routes import following

Leads = Mapping[str, tuple[str, ...]]


def leads_of(subject: Subject) -> Leads:
    """Step → the steps that a path may go to next; from a member of a fixes list by way of its list."""
    if subject.tree is not None:
        return {name: tuple(dict.fromkeys(following(step))) for name, step in subject.tree.steps.items()}
    steps = subject.steps
    leads = {name: {at.value for at in written_routes(step.record) if at.value in steps} for name, step in steps.items()}
    for name, step in steps.items():
        for member in (step.record.get("fixes") or ()) if step.form == "fixes" else ():
            if member.value in steps:
                leads[name].add(member.value)
                leads[member.value].add(name)
    return {name: tuple(sorted(targets)) for name, targets in leads.items()}


def behind(step: str, leads: Leads) -> set[str]:
    """The steps that a path may come to from a step; the step itself only where a path can come back to it."""
    found: set[str] = set()
    pending = [*leads[step]]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += leads[name]
    return found


def before_each(subject: Subject) -> Mapping[str, tuple[str, ...]]:
    """Step → the steps that lead to it directly."""
    found: dict[str, list[str]] = {name: [] for name in subject.steps}
    for name, targets in subject.once(leads_of).items():
        for target in targets:
            found[target].append(name)
    return {name: tuple(sources) for name, sources in found.items()}
