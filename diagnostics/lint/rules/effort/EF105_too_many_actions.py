"""EF105: an instruction with very many actions."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class TooManyActions(TreeRule):
    """An instruction has very many actions.

    Finds instructions with more than `most_actions` actions (12 unless the library says otherwise).

    Why: who loses their place in the middle starts again or gives up, and the answer below does not tell which action it was.

    Example:
        install:
          instruction: Install the driver
          actions: [Open the page, Choose the model, Choose the system, Download the file, Open the file, Follow its questions]
          not_fixed: contact

    Use instead:
        download:
          instruction: Get the driver
          actions: [Open the page, Choose the model, Choose the system, Download the file]
          did_it_help: Is the file there?
          fixed: install
          not_fixed: contact
        install:
          instruction: Install the driver
          actions: [Open the file, Follow its questions]
          not_fixed: contact
    """

    code = "EF105"
    limits = {"most_actions": 12}

    def check(self, subject: Subject) -> Iterator[Found]:
        most = int(subject.limits["most_actions"])
        for step in steps_of(subject, "instruction"):
            actions = step.record.get("actions")
            if actions is not None and len(actions) > most:
                message = f"`{step.id}` has {len(actions)} actions, and this is the first beyond {most}"
                yield Found(actions[most].node, message, "make two instructions of it, with something to see between them")
