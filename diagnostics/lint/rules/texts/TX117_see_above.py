"""TX117: a pointer to something that is not on the page."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject
from diagnostics.translations.units import TextAt

_POINTS = lookout(
    "above below previous preceding above-mentioned below-mentioned aforementioned",
    "выше ниже предыдущ вышеуказанн нижеуказанн вышеописанн 上文 下文 上述 如上 如下所述 以上步骤 上一步 上一页",
    r"""\b(?:see|as|described|mentioned|explained|listed|shown|outlined)\ +(?:(?:described|mentioned|explained|listed|shown|said
      |outlined)\ +)?(?:above|below)\b(?!\ +(?:the|your|it|that|each)\b)
    | \bthe\ +(?:above|below)(?:-mentioned)?\ +(?:steps?|instructions?|section|question|procedure)\b
    | \b(?:steps?|instructions?|section|procedure)\ +(?:above|below)\b
    | \bthe\ +(?:previous|preceding)\ +(?:steps?|page|question|screen|section|instructions?)\b | \b(?:above|below)-mentioned\b | \baforementioned\b
    | \bсм(?:\.|отри(?:те)?)\ +(?:выше|ниже)\b | \b(?:указанн|описанн|упомянут|перечисленн)\w*\ +(?:выше|ниже)\b | \bкак\ +(?:описано
      |указано|показано|сказано)\ +(?:выше|ниже)\b
    | \b(?:выше|ниже)(?:указанн|описанн|упомянут|перечисленн)\w* | \b(?:на\ +|в\ +)?предыдущ(?:ем|ей|ий|ая)\ +(?:шаг|страниц|вопрос)\w*
    | (?:见|参见|参考|如)(?:上文|下文) | 如上所[述示] | 如下所述 | [上下]述(?:步骤|操作|说明) | 以上步骤 | 上一页的?""",
)

_BELOW = ("below", "ниже", "下")


class SeeAbove(TreeRule):
    """A text points to something that is not on the page.

    Finds "see above", "as described below", "the previous step" and the like, also in Russian and Chinese.

    What stands on the same page is left alone: the actions before a later one, or below a heading.

    Why: customers see one step at a time. There is nothing above it, and which step came before depends on their answers.

    Example:
        hint: Press the button as described above.

    Use instead:
        hint: Press the small button beside the cable.
    """

    code = "TX117"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in sightings(_POINTS, subject):
            if text.key not in ("symptoms", "example", "means") and not _stands_on_the_page(text, match[0].lower()):
                message = f"“{match[0]}” points to something that is not on this page"
                yield inside(text, match, message, "say it here again, or call a tree that both places share")


def _stands_on_the_page(text: TextAt, pointer: str) -> bool:
    """Whether the page itself has something there: earlier actions above a later one, or the actions below the heading."""
    if text.key in ("do", "detail", "expect", "did_it_help"):
        return not text.field.startswith("actions.1.") or "below" in pointer
    return text.key in ("instruction", "information", "hint", "question", "text", "help") and any(word in pointer for word in _BELOW)
