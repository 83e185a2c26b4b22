"""EF101: a longest path of very many pages."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class TooManyPages(TreeRule):
    """A path of very many pages.

    Finds trees whose longest path, with the trees that they call, has more than `most_pages` pages (25 unless the library says otherwise).

    Why: hardly anybody answers so many pages. Those who try give up near the end, with everything typed and nothing mended. The likeliest fix
    first, the rarer causes behind it, and a person who takes over earlier shorten the path.

    Example:
        which_model:
          question: Which model is it?
          fact: model_name
          input: text
          next: which_year

    Use instead:
        by_model:
          decide:
            - {when: "known(model_name)", next: first_fix}
          otherwise: which_light
    """

    code = "EF101"
    limits = {"most_pages": 25}

    def check(self, subject: Subject) -> Iterator[Found]:
        start, most = subject.written.header.get("start"), subject.limits["most_pages"]
        if subject.report is not None and start is not None and subject.report.effort.longest > most:
            message = f"the longest path from here has {subject.report.effort.longest} pages; {most:g} are the most"
            yield Found(start.node, message, "ask what decides most first, and hand over earlier")
