"""EF104: a question with very many answers."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class TooManyAnswers(TreeRule):
    """A question has very many answers.

    Finds questions with more than `most_answers` answers (12 unless the library says otherwise).

    Why: on a phone they are longer than two screens, and the last ones are never seen. From a long list one chooses faster by typing.

    Example:
        maker:
          question: Who made the computer?
          answers:
            acer: {label: Acer, next: acer_key}
            dell: {label: Dell, next: dell_key}

    Use instead:
        maker:
          question: Who made the computer?
          input: choice
          fact: computer_maker
          next: by_maker
    """

    code = "EF104"
    limits = {"most_answers": 12}

    def check(self, subject: Subject) -> Iterator[Found]:
        most = int(subject.limits["most_answers"])
        for step in steps_of(subject, "answers"):
            answers = step.record.get("answers")
            if answers is not None and len(answers) > most:
                over = list(answers.values())[most][0]
                hint = "use `input: choice`, which finds by typing, or ask in two questions"
                yield Found(over, f"`{step.id}` has {len(answers)} answers, and this is the first beyond {most}", hint)
