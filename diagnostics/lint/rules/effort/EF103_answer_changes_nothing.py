"""EF103: a question whose answer makes no difference."""

import re
from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.reads import is_read_by_called, own_reads, times_asked
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.read import WrittenStep
from diagnostics.model.shapes import At, Record

_ANSWERED = ("answers", "input", "paste", "check", "lookup")


class AnswerChangesNothing(TreeRule):
    """An answer that changes nothing.

    Finds questions, checks and lookups all of whose answers lead to one step, and whose answer nothing reads: no condition, no text, no lookup and
    no hand-off's `bring`.

    Why: a customer answers for nobody, and every page costs some of them. Mostly the way of one answer is wrong, or the hand-off was to bring it.

    Example:
        colour:
          question: Which colour is the light?
          answers:
            green: {label: Green, next: restart}
            red: {label: Red, next: restart}

    Use instead:
        colour:
          question: Which colour is the light?
          answers:
            green: {label: Green, next: restart}
            red: {label: Red, next: too_hot}
    """

    code = "EF103"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in (step for form in _ANSWERED for step in steps_of(subject, form)):
            if not step.record.has("keep"):
                targets = _targets(step)
                if len(set(targets)) == 1 and None not in targets and not _is_read(step, subject):
                    if step.form == "answers" and len(targets) < 2 and not step.record.has("choose"):
                        continue  # one answer only: another rule's
                    message = f"whatever the answer to `{step.id}` is, it leads to `{targets[0]}`, and nothing reads it"
                    yield Found(step.key, message, "lead on by the answer, name the step in a hand-off's `bring`, or leave it out")


def _targets(step: WrittenStep) -> list[str | None]:
    """Where each way to answer leads; None where that could not be read."""
    record = step.record
    ats = [record.get("next")] if record.has("next") else []
    if step.form == "answers":
        own = [a.get("next") if isinstance(a, Record) and a.has("next") else record.get("next") for _, a in (record.get("answers") or {}).values()]
        ats = own or [None]
    elif step.form == "paste":
        ats += [match.get("next") for match in record.get("matches") or ()]
    elif step.form in ("check", "lookup"):
        results = [at for _, at in (record.get("results") or {}).values()]
        ats = [*results, *([record.get("unavailable")] if step.form == "lookup" else [])]
    return [at.value if isinstance(at, At) else None for at in ats] or [None]


def _is_read(step: WrittenStep, subject: Subject) -> bool:
    fact = step.record.get("fact")
    program, tree = subject.program, subject.written.id
    broken = step.form == "input" or step.record.has("choose") or step.record.has("fact")
    if (fact is None and broken) or (fact is not None and fact.value not in subject.declared.facts):
        return True  # that was said
    if program is None:
        return _is_named(step.id, fact.value if fact else "", subject)
    if f"{tree}/{step.id}" in subject.once(own_reads):
        return True
    if fact is None:
        return False
    if fact.value in subject.once(own_reads) or program.root.returns:
        return True
    return subject.once(times_asked)[fact.value] > 1 or is_read_by_called(subject, fact.value)


def _is_named(step: str, fact: str, subject: Subject) -> bool:
    """Of a tree with errors: whether the file names the answer anywhere else. Trees that it calls and lookups may read the fact as well."""
    text = subject.written.document.text
    elsewhere = any(other.form in ("call", "lookup") for other in subject.steps.values())
    if fact and (elsewhere or len(re.findall(rf"\b{fact}\b", text)) > 1):
        return True
    brought = {at.value for other in subject.steps.values() for at in other.record.get("bring") or ()}
    return step in brought or re.search(rf"""answer\(\s*['"]{step}['"]""", text) is not None
