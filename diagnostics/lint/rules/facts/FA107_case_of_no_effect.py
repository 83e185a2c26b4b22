"""FA107: a decision that leads to one place only, or whose last case leads where `otherwise` does."""

from collections.abc import Iterator

from diagnostics.lint.conditions import judged
from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import At


class CaseOfNoEffect(TreeRule):
    """A case that changes nothing.

    Finds `decide` steps whose cases all lead to one step, and a last case that leads where `otherwise` leads.

    Why: whether the condition holds makes no difference. Mostly one of the two names of steps is wrong.

    Example:
        by_system:
          decide:
            - {when: "os == 'windows'", next: windows_settings}
            - {when: "os == 'macos'", next: other_settings}
          otherwise: other_settings

    Use instead:
        by_system:
          decide:
            - {when: "os == 'windows'", next: windows_settings}
            - {when: "os == 'macos'", next: mac_settings}
          otherwise: other_settings
    """

    code = "FA107"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "decide"):
            cases = [case.get("next") for case in step.record.get("decide") or ()]
            otherwise = step.record.get("otherwise")
            if None in cases or not cases or (otherwise is None and step.record.has("otherwise")):
                continue
            targets = [at.value for at in (*cases, *([otherwise] if otherwise else []))]
            if len(targets) > 1 and len(set(targets)) == 1:
                yield Found(step.key, f"`{step.id}` always leads to `{targets[0]}`", "lead there at once, or correct one of the cases")
            elif otherwise is not None and cases[-1].value == otherwise.value and not _is_judged(cases[-1], subject):
                message = f"this last case leads to `{otherwise.value}`, and so does `otherwise`"
                yield Found(cases[-1].node, message, "remove the case, or correct where it leads")


def _is_judged(follow: At, subject: Subject) -> bool:
    """Whether another rule speaks of the case that leads there: one mistake is told once."""
    return any(one.condition.next is follow for one in subject.once(judged))
