"""FI103: a symptom that adds nothing."""

from collections.abc import Iterator

from diagnostics.lint.edits import remove_item
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.finder.shared import bare
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wordings
from diagnostics.violations import clipped


class SymptomAgain(TreeRule):
    """A symptom adds nothing.

    Finds symptoms that are the title, or another symptom of the tree, but for capitals and signs, and takes them out with `--fix`.

    Why: the finder knows the title already, and each symptom once. The place is better used for another wording.

    Example:
        title: The lamp stays dark
        symptoms: [the lamp stays dark, no light]

    Use instead:
        title: The lamp stays dark
        symptoms: [no light, bulb does not come on]
    """

    code = "FI103"

    def check(self, subject: Subject) -> Iterator[Found]:
        header = subject.written.header
        known = {bare(at.value): "the title" for at in wordings(header.get("title"))}
        for at in header.get("symptoms") or ():
            said = bare(at.value)
            if said in known:
                edits = remove_item(subject.written.document, at.node)
                message = f"“{clipped(at.value, 40)}” repeats {known[said]}"
                yield Found(at.node, message, "replace it by another wording, or remove it", edits=edits)
            known.setdefault(said, "a symptom above")
