"""SI101: two trees that share wording."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf, Summary
from diagnostics.lint.wording import SPAN, passage, read_wording, words_of
from diagnostics.model.read import WrittenTree
from diagnostics.translations.units import TextAt, texts_of
from diagnostics.violations import clipped

_MANY = 8
"""Trees that share a passage and are each compared with each; of more, each with the one before it, so that the work stays small."""
_ROUGH = 0.5
"""The sample is only a sample: half of what it must come to is enough to look closely."""
_LEAST = 40
"""Words in common that are worth a tree of their own."""
_WHOLLY = 3
"""How many times the limit a tree must share for it to count although the other is much longer."""
_MOST_PAIRS = 20
"""Pairs that are looked at closely in one check, those most alike first."""


class CopiedWording(LibraryRule):
    """Two trees share much of their wording.

    Finds pairs of trees that both have more than `shared_wording_percent` (20) of their words in passages of five words and more that the other
    has too, and trees that stand almost wholly (three times as much) in a longer one. Passages in a tree
    that both call are not counted: they stand there once. The place is the first passage in the later tree; each tree is told once, with the tree
    most like it.

    Why: what stands in two places is mended in one. Half a year later the two differ, and nobody knows which is right.

    Example:
        # in two trees
        restart:
          instruction: Restart the router
          actions: [Pull the plug out of the router, Wait for thirty seconds before you go on, Put the plug back in]
          not_fixed: end

    Use instead:
        # in both; the instruction stands in shared/restart-router.yml
        restart:
          call: restart-router
          next: end
    """

    code = "SI101"
    limits = {"shared_wording_percent": 20}

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        limit = shelf.limits["shared_wording_percent"] / 100
        told: set[str] = set()
        for one, other in _candidates(shelf.trees, limit * _ROUGH)[:_MOST_PAIRS]:
            if other in told:
                continue
            before, later = shelf.reread(one), shelf.reread(other)
            common = _common(before, later) if before is not None and later is not None else None
            if later is None or common is None or common.words < _LEAST:
                continue
            if common.least <= limit and common.most <= _WHOLLY * limit:
                continue
            told.add(other)
            document = later.document
            span = document.span(common.first.at.node)
            message = f"{common.share:.0%} of the wording also stands in `{one}`, from “{clipped(common.first.at.value, 40)}” on"
            hint = "move what both share into a tree of its own, and `call` it from both"
            yield FoundAt(span, message, hint, document.line(span.line))


def _candidates(trees: Mapping[str, Summary], least: float) -> list[tuple[str, str]]:
    """Pairs of trees whose samples have this share in common, in the order of ids within a pair; those most alike first."""
    holders: dict[int, list[str]] = {shingle: [] for shingle in _shared(trees)}
    for name in sorted(trees) if holders else ():
        for shingle in holders.keys() & trees[name].shingles:
            holders[shingle].append(name)
    common: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if len(names) > 1:
            common.update(pairwise(names) if len(names) > _MANY else _pairs(names))
    sizes = {name: len(tree.shingles) for name, tree in trees.items()}
    alike = [(-share, *pair) for pair, count in common.items() if (share := count / min(sizes[pair[0]], sizes[pair[1]])) >= least]
    return [(one, other) for _, one, other in sorted(alike)]


def _shared(trees: Mapping[str, Summary]) -> set[int]:
    """The shingles that more than one tree has: few of all, so whole sets are compared before any is looked at by itself."""
    seen, again = set[int](), set[int]()
    for tree in trees.values():
        again |= seen.intersection(tree.shingles)
        seen.update(tree.shingles)
    return again


def _pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, other) for number, one in enumerate(names) for other in names[number + 1 :]]


class _Common(NamedTuple):
    """What two trees share: the share of the second one's words, the least and the greatest of both, how many words of the second those are, and
    the second's first such text."""

    share: float
    least: float
    most: float
    words: int
    first: TextAt


def _common(one: WrittenTree, other: WrittenTree) -> _Common | None:
    """Counted over all words: those that lie in a passage which the other tree has too."""
    texts = _of_steps(one), _of_steps(other)
    words = [words_of(read_wording(side)) for side in texts]
    passages = [[passage(side[at : at + SPAN]) for at in range(len(side) - SPAN + 1)] for side in words]
    both = set(passages[0]) & set(passages[1])
    covered = [_covered(side, both) for side in passages]
    if not covered[1]:
        return None
    shares = [len(inside) / max(1, len(side)) for inside, side in zip(covered, words, strict=True)]
    return _Common(shares[1], min(shares), max(shares), len(covered[1]), _text_of(texts[1], min(covered[1])))


def _of_steps(tree: WrittenTree) -> list[TextAt]:
    return [text for text in texts_of(tree) if text.step]


def _covered(passages: Sequence[int], both: set[int]) -> set[int]:
    return {at + step for at, hashed in enumerate(passages) if hashed in both for step in range(SPAN)}


def _text_of(texts: Sequence[TextAt], word: int) -> TextAt:
    """The text in which a word, counted over all texts, stands."""
    for text in texts:
        word -= len(words_of(read_wording((text,))))
        if word < 0:
            return text
    return texts[-1]
