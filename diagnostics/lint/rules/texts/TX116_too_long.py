"""TX116: a heading or label too long for a telephone."""

from collections.abc import Iterator, Mapping

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_LIMIT_OF: Mapping[str, tuple[str, str]] = {
    "title": ("longest_title", "title"), "question": ("longest_question", "question"), "label": ("longest_label", "label"),
    "instruction": ("longest_title", "heading"), "information": ("longest_title", "heading"), "did_it_help": ("longest_question", "question"),
}  # fmt: skip


class TooLong(TreeRule):
    """A heading or a label is too long for a telephone.

    Finds titles and headings of more than `longest_title` (80) characters, questions of more than `longest_question` (120), and labels of more
    than `longest_label` (100). Chinese characters count twice, as they are as wide.

    Why: most customers read on a screen of 360 pixels, three lines of a heading fill a third of it, and answers that do not fit beside each other
    are not compared.

    Example:
        light:
          question: >-
            Is the small light at the front of the box that stands beside your television set on the left or, in some homes, on the right
            side of it on at this moment?
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}

    Use instead:
        light:
          question: Is the light at the front of the box on?
          hint: The box stands beside your television set.
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}
    """

    code = "TX116"
    limits = {"longest_title": 80, "longest_question": 120, "longest_label": 100}

    def check(self, subject: Subject) -> Iterator[Found]:
        by_key = wording_of(subject).by_key
        for key, (limit, what) in _LIMIT_OF.items():
            most = subject.limits[limit]
            for text in by_key.get(key, ()):
                value = text.at.value
                if len(value) > most / 2 and (long := len(value) + sum(sign >= "\u2e80" for sign in value)) > most:
                    hint = "say the rest in a `hint`" if key in ("question", "label", "instruction", "information") else "say it in fewer words"
                    yield Found(text.at.node, f"this {what} has {long} characters; {most:g} are the most", hint)
