"""EF106: many questions before anything is tried."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.ways import leads_of

_ASKS = frozenset(("answers", "input", "paste", "check"))
_PASSED = frozenset(("decide", "compute", "lookup", "fixes"))


class HelpComesLate(TreeRule):
    """Help comes late.

    Finds trees in which every path asks more than `most_questions_first` questions (8 unless the library says otherwise) before it shows anything
    to do or to read, or ends.

    Why: customers came with a broken thing, not to fill in a form. Each question before the first try loses some of them.

    Example:
        first:
          question: Which model is it?
          input: text
          fact: model_name
          next: second

    Use instead:
        first:
          instruction: Restart the printer
          actions: [Switch it off, Wait 10 seconds, Switch it on]
          not_fixed: second
    """

    code = "EF106"
    limits = {"most_questions_first": 8}

    def check(self, subject: Subject) -> Iterator[Found]:
        start, most = subject.written.header.get("start"), int(subject.limits["most_questions_first"])
        if start is None or start.value not in subject.steps or len(subject.steps) <= most or subject.written.broken:
            return
        questions = _questions_first(start.value, subject)
        if questions > most:
            message = f"every path from here asks at least {questions} questions before anything is tried; {most} are the most"
            yield Found(start.node, message, "begin with what helps most often, and ask behind it")


def _questions_first(start: str, subject: Subject) -> int:
    """The fewest questions before something to do or to read, or an end. Steps with a `when` may be passed over, so they do not count."""
    leads, steps = subject.once(leads_of), subject.steps
    here, seen, questions = [start], set[str](), 0
    while here:
        behind: list[str] = []
        while here:
            name = here.pop()
            if name in seen:
                continue
            seen.add(name)
            step = steps[name]
            if step.form not in _ASKS | _PASSED:
                return questions
            (behind if step.form in _ASKS and not step.record.has("when") else here).extend(leads[name])
        here, questions = behind, questions + 1
    return 0  # nothing of the kind is reached: another mistake
