"""OU101: an end that is not solved, with nobody to turn to."""

from collections.abc import Iterator
from typing import Any

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import At, Record


class NobodyToTurnTo(TreeRule):
    """An unsolved end without a person.

    Finds outcomes `stop` without `to`, and outcomes `not_covered` with neither `to` nor `offer` whose text has fewer than
    `fewest_words_of_advice` words (20 unless the library says otherwise): in so few nobody can be told whom else to ask.

    Why: the customer has done all that was asked and stands where they began, without knowing whom to ask.

    Example:
        other_brand:
          outcome: not_covered
          says: We cannot help with this brand.

    Use instead:
        other_brand:
          outcome: handoff
          to: repair
          says: We have no guide for this brand. The repair desk knows who looks after it.
    """

    code = "OU101"
    limits = {"fewest_words_of_advice": 20}

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "outcome"):
            kind = step.record.get("outcome")
            if kind is None or kind.value not in ("stop", "not_covered") or step.record.has("to") or not step.record.has("says"):
                continue
            if kind.value == "stop":
                yield Found(kind.node, "the visit is stopped here and nobody takes over", "name a team: `to: …`")
            elif not step.record.has("offer") and _words(step.record.get("says")) < subject.limits["fewest_words_of_advice"]:
                hint = "name a team with `to`, an `offer`, or say in the text whom to turn to"
                yield Found(kind.node, "this is not solved, and it tells nobody to turn to", hint)


def _words(text: Any) -> float:
    """So many words the shortest wording has; a Chinese word has about one and a half characters."""
    wordings = [text] if isinstance(text, At) else [variant.get("text") for variant in text or () if isinstance(variant, Record)]
    return min((_count(at.value) for at in wordings if at is not None), default=1_000)


def _count(text: str) -> float:
    characters = sum("\u3040" <= sign <= "\u9fff" for sign in text)
    return characters / 1.5 if characters else len(text.split())
