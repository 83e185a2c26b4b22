"""RF109: a step to bring that nobody can have answered on the way."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.ways import behind, leads_of

_TYPED = frozenset(("input", "paste"))


class BringsNothing(TreeRule):
    """A hand-off brings what nobody was asked.

    Finds steps in a `bring` that no path to this end can have answered. Facts, and questions whose answer is typed, are left alone: a customer
    may have at hand what the tree did not ask for.

    Why: the agent looks for the line, and it is always empty.

    Example:
        lights:
          question: Which lights are on?
          answers:
            none: {label: No light, next: no_power}
            some: {label: Some lights, next: line_test}
        line_test:
          question: Is the cable to the wall in place?
          answers:
            yes: {label: "Yes", next: no_line}
            no: {label: "No", next: plug_it_in}
        no_power: {outcome: handoff, to: repair, says: The router seems broken., bring: [lights, line_test]}

    Use instead:
        no_power: {outcome: handoff, to: repair, says: The router seems broken., bring: [lights]}
    """

    code = "RF109"

    def check(self, subject: Subject) -> Iterator[Found]:
        if subject.tree is None and (subject.written.violations or subject.written.broken):
            return  # the way may lead through what could not be read
        if subject.report is not None and any(finding.code == "PR001" for finding in subject.report.findings):
            return  # a way is missing, and that was said
        leads = subject.once(leads_of)
        coming: dict[str, set[str]] = {}
        led_to = {target for targets in leads.values() for target in targets}
        for step in steps_of(subject, "outcome"):
            if step.id not in led_to:
                continue  # nothing leads here at all: that is the mistake
            for at in step.record.get("bring") or ():
                asked = subject.steps.get(at.value)
                if asked is None or asked.form in _TYPED or at.value in subject.declared.facts:
                    continue
                if asked.id not in coming:
                    coming[asked.id] = behind(asked.id, leads)
                if step.id not in coming[asked.id]:
                    hint = "remove it, or name a step that is answered on the way here"
                    yield Found(at.node, f"no path from `{asked.id}` leads to `{step.id}`, so there is nothing to bring", hint)
