"""TX113: words that blame the customer."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject

_BLAMES = lookout(
    "forgot_to forgotten_to failed_to neglected_to your_fault your_own your_mistake your_error careless should_have shouldn't_have should_not_have",
    "забыли виноваты ошибк вине следовало 你忘 您忘 你的错 您的错 你应该 您应该",
    r"""(?<!if\ )(?<!when\ )(?<!case\ )(?<!because\ )(?<!that\ )\byou\ +(?:(?:have|has|had|must\ +have|probably|simply|just|obviously)\ +)*
      (?:forgot(?:ten)?\ +to|failed\ +to|neglected\ +to)\b
    | \b(?:this|it|that)\ +(?:is|was)\ +(?:probably\ +|all\ +)?your\ +(?:own\ +)?(?:fault|mistake|error)\b | \byour\ +own\ +fault\b
    | \byou\ +(?:were|are)\ +(?:being\ +)?careless\b | \byou\ +should(?:n't|\ +not)?\ +have\ +(?!a\b|an\b|the\b|two\b|at\b|your\b|some\b
      |one\b)\w+(?:ed|en|d|ne|wn|t)\b
    | (?<!если\ )\bвы\ +(?:сами\ +)?(?:просто\ +)?(?:забыли|виноваты)\b | \b(?:это\ +)?ваша\ +(?:собственная\ +)?(?:ошибка|вина)\b
      | \bпо\ +вашей\ +вине\b
    | \bвам\ +следовало\b
    | (?<!如果)(?<!若)[你您]忘了 | 是[你您]的错 | [你您](?:早就?|本)应该""",
)


class Blame(TreeRule):
    """The wording blames the customer.

    Finds "you forgot to", "it is your fault", "you should have saved" and the like, also in Russian and Chinese. A condition ("if you forgot to")
    is left alone, and so is what customers say themselves.

    Why: who feels accused stops reading and calls, mostly without saying what happened.

    Example:
        hint: You forgot to switch it on.

    Use instead:
        hint: Look whether it is switched on.
    """

    code = "TX113"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in sightings(_BLAMES, subject):
            if text.key not in ("symptoms", "example", "label", "means"):
                yield inside(text, match, f"“{match[0]}” blames the customer", "say what is to be done, or what happened, without a culprit")
