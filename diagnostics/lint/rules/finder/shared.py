"""Wordings that two trees have in common."""

from collections.abc import Callable, Iterable, Iterator

from diagnostics.lint.subject import Shelf, Spot, Summary

_SIGNS = str.maketrans(dict.fromkeys(".,;:!?\"'“”‘’()…。，！？、"))


def bare(text: str) -> str:
    """A wording without capitals, signs and double blanks."""
    return " ".join(text.lower().translate(_SIGNS).split()) or text


def shared(shelf: Shelf, spots: Callable[[Summary], Iterable[Spot]], same: Callable[[str], str] = bare) -> Iterator[tuple[Spot, str]]:
    """Each spot that says what another tree's said before it, in the order of ids, with that other tree. `same`: what is compared."""
    first: dict[str, str] = {}
    for name in sorted(shelf.trees):
        for spot in spots(shelf.trees[name]):
            other = first.setdefault(same(spot.text), name)
            if other != name:
                yield spot, other
