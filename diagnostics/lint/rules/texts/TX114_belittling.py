"""TX114: words that say that it is easy."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject

_EASY = lookout(
    "simply obviously just everyone everybody trivial trivially effortless effortlessly",
    "просто очевидно элементарно разумеется 显然 显而易见 很简单 众所周知 非常简单",
    r"""\b(?:simply|obviously|effortless(?:ly)?|trivial(?:ly)?)\b | \bas\ +every(?:one|body)\ +knows\b
    | (?:^|[.!?:]\s+)just\ +(?:click|press|tap|open|type|restart|turn|switch|select|choose|go|do|plug|pull|follow|wait)\b
    | \bпросто\ +(?:нажмите|откройте|выберите|перезагрузите|включите|выключите|сделайте|введите) | (?:^|[.!?]\s+)очевидно\b
    | \b(?:это\ +)?элементарно\b | \bразумеется\b
    | 显然 | 显而易见 | (?:很|非常)简单 | 众所周知""",
)


class Belittling(TreeRule):
    """The wording says that it is easy.

    Finds "simply", "obviously", "as everyone knows", "just click" and the like, also in Russian and Chinese.

    Why: it tells nothing to those who find it easy, and those who do not feel stupid.

    Example:
        hint: Simply open the router's page.

    Use instead:
        hint: Open the router's page.
    """

    code = "TX114"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in sightings(_EASY, subject):
            if text.key not in ("symptoms", "example", "label", "means"):
                word = match[0].lstrip(".!?: \n")
                yield inside(text, match, f"“{word}” tells readers who struggle that they should not", "leave it out")
