"""FA105: a condition that asks for something that nothing in the tree can give."""

from collections.abc import Iterator

from diagnostics.conditions.expression import facts_in
from diagnostics.lint.conditions import Condition, Verdict, judged
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.supply import ANY, NOTHING, supply_of
from diagnostics.violations import clipped


class ValueNeverGiven(TreeRule):
    """A condition asks for a value that nothing gives.

    Finds conditions that could hold, but for a value that no answer, input, check, lookup or computation of the tree, of the trees that it
    calls, of the profile or of the address ever gives.

    Why: the case looks served and is not: an answer is missing, or it was renamed in one place only.

    Example:
        which_system:
          question: Which system is it?
          fact: os
          answers: {windows: Windows, macos: macOS}
          next: by_system
        by_system:
          decide:
            - {when: "os == 'linux'", next: drivers}
          otherwise: settings

    Use instead:
        which_system:
          question: Which system is it?
          fact: os
          answers: {windows: Windows, macos: macOS, linux: Linux}
          next: by_system
        by_system:
          decide:
            - {when: "os == 'linux'", next: drivers}
          otherwise: settings
    """

    code = "FA105"

    def check(self, subject: Subject) -> Iterator[Found]:
        unset = {f.detail for f in subject.report.findings if f.code == "PR003"} if subject.report else set()
        for _, condition, verdict, _, _ in subject.once(judged):
            if verdict is Verdict.UNSUPPLIED and not unset.intersection(facts_in(condition.expression)):
                yield _found(condition, subject)


def _found(condition: Condition, subject: Subject) -> Found:
    supply = subject.once(supply_of) or {}
    names = list(dict.fromkeys(facts_in(condition.expression)))
    silent = next((name for name in names if supply.get(name, ANY) == NOTHING), None)
    if silent is not None:
        message = f"nothing in this tree tells `{silent}`, so this condition never holds"
        return Found(condition.at.node, message, "ask for it, or remove the condition", piece=silent)
    listed = {name: given.values for name in names if (given := supply.get(name, ANY)).values is not None}
    for name, values in listed.items():
        shown = clipped(", ".join(f"`{value}`" for value in sorted(values or ())), 200)
        message = f"this never holds: all that this tree makes of `{name}` is {shown}"
        return Found(condition.at.node, message, "add the answer, or remove the condition")
    return Found(condition.at.node, "no input of this tree takes a value for which this holds", "correct the condition, or `min` and `max`")
