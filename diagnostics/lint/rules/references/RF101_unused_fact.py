"""RF101: a fact that no tree uses."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import unused, used


class UnusedFact(LibraryRule):
    """A fact that nothing uses.

    Finds facts of the library file that no tree asks for, computes, keeps, reads or brings, and no lookup needs or returns. A fact that
    identifies somebody and may come from the address of a link counts as used: calls are matched by it. Libraries in which most areas have no
    tree yet are left alone.

    Why: who reads the file takes it for something that is asked. Mostly it was renamed, or its last question was removed.

    Example:
        facts:
          os: {label: System, type: choice, values: {windows: Windows, macos: macOS}}
          operating_system: {label: System, type: text}

    Use instead:
        facts:
          os: {label: System, type: choice, values: {windows: Windows, macos: macOS}}
    """

    code = "RF101"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        declared = shelf.declared
        by_itself = {name for name, fact in declared.facts.items() if fact.identifies and "address" in fact.sources}
        looked_up = {name for lookup in declared.lookups.values() for name in (*lookup.keys, *lookup.facts)}
        yield from unused(shelf, "facts", used(shelf, "fact") | by_itself | looked_up, "remove it, or ask for it")
