"""TX110: a text that was to be written later."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject

_LATER = lookout(
    "todo tbd tba fixme xxx lorem ipsum placeholder asdf insert",
    "заглушк дописать уточнить лорем 待定 待补充 待完善 占位 待填写",
    r"""\b(?-i:TODO|TBD|TBA|FIXME|XXX)\b | \blorem\ +ipsum\b | \basdf | \b(?:placeholder|dummy)\ +text\b | ^placeholder$
    | \[\ *insert\b[^\]]*\] | <\ *insert\b[^>]*>
    | текст-заглушка | \bзаглушка\b | \b(?:дописать|уточнить)\b(?=\W*(?:позже|потом|$)) | лорем\ +ипсум
    | 待定 | 待补充 | 待完善 | 待填写 | 占位符?文[本字]""",
)


class Placeholder(TreeRule):
    """A text is still to be written.

    Finds what authors leave in a draft: TODO, TBD, FIXME, XXX, lorem ipsum, "[insert …]", and their like in Russian and Chinese.

    Why: nobody is stopped by it, so it reaches the customer.

    Example:
        hint: "TODO: ask Maria which lamp it is"

    Use instead:
        hint: The lamp beside the power button.
    """

    code = "TX110"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in sightings(_LATER, subject):
            if text.key not in ("example", "symptoms"):
                yield inside(text, match, f"this text is still to be written: `{match[0]}`", "write it, or remove the key")
