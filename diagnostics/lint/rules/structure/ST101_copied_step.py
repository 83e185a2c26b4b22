"""ST101: two steps of a tree that say the same, word for word."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.read import WrittenStep
from diagnostics.model.shapes import At

_HEADINGS = dict.fromkeys(("answers", "input", "paste"), "question") | {"instruction": "instruction", "information": "information"}
_FEWEST = 3
"""Texts that a step must have before its copy is worth a word: a bare question may well be asked again."""


class CopiedStep(TreeRule):
    """A step is the copy of another.

    Finds steps of one tree with at least three texts, all of them the same, word for word, as those of an earlier step of the same kind.

    Why: the next correction reaches one of them only, and the figures of one step are spread over two.

    Example:
        restart_first:
          instruction: Restart the router
          actions: [Pull the plug, Wait 30 seconds, Put the plug back in]
          not_fixed: cables
        restart_again:
          instruction: Restart the router
          actions: [Pull the plug, Wait 30 seconds, Put the plug back in]
          not_fixed: provider

    Use instead:
        restart:
          instruction: Restart the router
          actions: [Pull the plug, Wait 30 seconds, Put the plug back in]
          not_fixed: what_next
        what_next:
          decide:
            - {when: "answer('whole_home') == 'offline'", next: provider}
          otherwise: cables
    """

    code = "ST101"

    def check(self, subject: Subject) -> Iterator[Found]:
        alike: dict[object, list[WrittenStep]] = {}
        for step in subject.steps.values():
            heading = step.record.get(_HEADINGS.get(step.form, ""))
            if isinstance(heading, At):
                alike.setdefault((step.form, heading.value), []).append(step)
        for steps in alike.values():
            if len(steps) > 1:
                yield from _copies(steps, subject)


def _copies(steps: list[WrittenStep], subject: Subject) -> Iterator[Found]:
    """Those of some steps with one heading that say the same throughout as one before them."""
    first: dict[tuple[object, ...], str] = {}
    for step in steps:
        texts = tuple((text.field, text.at.value) for text in subject.texts if text.step == step.id)
        same = first.setdefault(texts, step.id) if len(texts) >= _FEWEST else step.id
        if same != step.id:
            hint = f"lead to `{same}` and branch behind it with `decide`, or make a tree of it that is called"
            yield Found(step.key, f"`{step.id}` says word for word what `{same}` says", hint)
