"""RF105: a list that no fact uses."""

from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import entries, unused
from diagnostics.model.shapes import Record


class UnusedList(LibraryRule):
    """A list that no fact uses.

    Finds lists of the library file that are no fact's `list`. Libraries in which most areas have no
    tree yet are left alone.

    Why: a long list is kept up to date for nobody.

    Example:
        lists:
          models: {x1: Model X1, x2: Model X2}
        facts:
          model: {label: Model, type: text}

    Use instead:
        lists:
          models: {x1: Model X1, x2: Model X2}
        facts:
          model: {label: Model, type: choice, list: models}
    """

    code = "RF105"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        facts = [fact for _, _, fact in entries(shelf, "facts") if isinstance(fact, Record)]
        named = {at.value for fact in facts if (at := fact.get("list")) is not None}
        yield from unused(shelf, "lists", named, "remove it, or give a fact `list: …`")
