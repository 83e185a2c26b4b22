"""The steps of a published program to what people read: titles of steps, of the trees that are called, and of trees in service."""

from collections.abc import Mapping
from datetime import date

from babel.core import Locale
from flask_babel import gettext as _

from diagnostics.conditions.evaluate import Scope
from diagnostics.program.manifest import Publication
from diagnostics.program.texts import BRACES, first_wording
from diagnostics.program.types import Asked, Call, Check, Lookup, Outcome, Program, Text
from diagnostics.service.passing import bare
from webapp.shared.texts import Texts


def plain(text: Text | None, locale: Locale) -> str:
    """A text as one line without markup; a fact that would stand in it is an ellipsis."""
    return Texts({}, Scope({}, date.min), locale).plain(BRACES.sub("…", first_wording(text))) if text else ""


def title(program: Program | None, place: str, locale: Locale) -> str:
    """What a place is called. Of a step that is not known (a version that is no longer kept), its id."""
    if program is None:
        return worded(bare(place).rpartition(".")[2])
    tree = program.root
    *calls, last = bare(place).split(".")
    for name in calls:
        call = tree.steps.get(name)
        if not isinstance(call, Call) or call.tree not in program.trees:
            return worded(last)
        tree = program.trees[call.tree]
    match tree.steps.get(last):
        case Call() as call if call.tree in program.trees:
            return plain(program.trees[call.tree].title, locale)
        case Check() as check:
            return _("Browser check: %(kind)s", kind=check.kind.replace("_", " "))
        case Lookup() as lookup:
            return _("Look-up: %(source)s", source=lookup.source.replace("_", " "))
        case Asked() as step:
            return plain(step.heading, locale) or worded(last)
        case Outcome() as end:
            return plain(end.title or end.says, locale) or worded(last)
    return worded(last)


def worded(name: str) -> str:
    """An id as words: `sign_in_page` as `Sign in page`."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def titles(serving: Publication | None, locale: Locale) -> Mapping[str, str]:
    """Tree → title, of the trees in service."""
    return {name: plain(listed.title, locale) for name, listed in serving.manifest.trees.items()} if serving else {}
