"""RF102: a team that no tree names."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import unused, used


class UnusedTeam(LibraryRule):
    """A team that no tree names.

    Finds teams of the library file that own no tree and that no outcome hands over to. Libraries in which most areas have no
    tree yet are left alone.

    Why: nobody is ever led to them. Either trees hand over to the wrong team, or this one is no more.

    Example:
        teams:
          repair: {title: Repair desk, contacts: [{kind: phone, value: "+44 20 7946 0101", title: Repair desk}]}
          repairs: {title: Repair desk, contacts: [{kind: phone, value: "+44 20 7946 0101", title: Repair desk}]}

    Use instead:
        teams:
          repair: {title: Repair desk, contacts: [{kind: phone, value: "+44 20 7946 0101", title: Repair desk}]}
    """

    code = "RF102"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        yield from unused(shelf, "teams", used(shelf, "team"), "remove it, or hand over to it")
