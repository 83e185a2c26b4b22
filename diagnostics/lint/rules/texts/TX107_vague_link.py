"""TX107: a link whose words do not say where it leads."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, matches
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]]*)\]\(")
_VAGUE = re.compile(
    r"\W*(?:(?:click|tap|press|see|go|look|read) )?(?:here|this|there|(?:this|the) (?:link|page|site|website|article)|link|more|read more|learn more"
    r"|more info(?:rmation)?|details|page|website"
    r"|(?:нажмите |перейдите |смотрите )?(?:здесь|тут|сюда)|(?:по )?(?:этой )?ссылк[аеу]|подробнее|читать далее|далее"
    r"|(?:请)?(?:点击|点|单击)?(?:这里|此处|这儿|这个链接|链接)|更多|更多信息|详情|了解更多|阅读更多)?\W*",
    re.IGNORECASE,
)


class VagueLink(TreeRule):
    """A link does not say where it leads.

    Finds links in texts whose words are "here", "click here", "this page", "read more" and the like, also in Russian and Chinese, or that have no
    words at all.

    Why: people look for links before they read, and screen readers list them without the sentences around them: a list of "here", "here", "here".

    Example:
        hint: Find the number of your model [here](https://example.com/models).

    Use instead:
        hint: Find it among the [numbers of all models](https://example.com/models).
    """

    code = "TX107"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        if "](" not in wording.whole:
            return
        for text in wording.texts:
            if "](" in text.at.value:
                for match in matches(_LINK, text.at.value):
                    if _VAGUE.fullmatch(match["words"]):
                        words = match["words"].strip()
                        message = f"the link “{words}” does not say where it leads" if words else "this link has no words"
                        yield inside(text, match, message, "make the name of what it leads to the link")
