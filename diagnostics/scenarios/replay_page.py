"""Tallies of replayed visits to the JSON form (docs/reference/replay-json.md), and two ways of one visit to lines beside each other."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from diagnostics.scenarios.replay import FATES, Compared, Stop, Way
from diagnostics.scenarios.replays import Tally
from diagnostics.violations import clipped

FORMAT = 1
"""The version of the JSON form."""

WIDTH = 58
"""Characters of one of two columns."""


def tally_to_json(tally: Tally) -> dict[str, Any]:
    """One tree's tally; `elsewhere_share` is that which a threshold looks at."""
    return {
        "finished": tally.finished, "same": tally.same, **{fate: tally.fates[fate] for fate in FATES},
        "unfinished": tally.unfinished, "unfinished_elsewhere": tally.elsewhere, "erased": tally.erased, "not_walked": tally.not_walked,
        "gone": tally.gone, "elsewhere_share": round(tally.share_elsewhere, 6),
    }  # fmt: skip


def compared_to_json(compared: Compared) -> dict[str, Any]:
    return {"finished": compared.finished, "fates": [fate for fate in FATES if fate in compared.fates], "lost": list(compared.lost),
            "old": _way_to_json(compared.old), "new": _way_to_json(compared.new)}  # fmt: skip


def _way_to_json(way: Way) -> dict[str, Any]:
    stops = [{"place": stop.place, "heading": stop.heading, "answer": stop.answer} for stop in way.stops]
    return {"path": stops, "end": way.end or None, "pages": way.pages, "minutes": round(way.minutes, 2)}


def side_by_side(compared: Compared) -> Iterator[str]:
    """The old way and the new one, a page in each line and their ends in the last: `|` between what is the same, `≠` between what is not."""
    old, new = ([_line(stop) for stop in way.stops] for way in (compared.old, compared.new))
    yield f"    {'as it went':<{WIDTH}}   as it would go now"
    for _, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from (_row(*pair) for pair in zip_longest(old[first:last], new[begin:end], fillvalue=""))
    ends = [f"→ {way.end}" if way.end else "" for way in (compared.old, compared.new)]
    if any(ends):
        yield _row(ends[0], ends[1])


def _row(was: str, now: str) -> str:
    return f"    {_fitted(was):<{WIDTH}} {'|' if was == now else '≠'} {_fitted(now)}".rstrip()


def _line(stop: Stop) -> str:
    return f"{stop.place}: {stop.answer}" if stop.answer else f"{stop.place}: ? {stop.heading}"


def _fitted(text: str) -> str:
    return clipped(text, WIDTH - 1)


def failing(trees: Mapping[str, Tally], share: float) -> list[str]:
    """The trees of which more than this share of the finished visits would end elsewhere."""
    return sorted(name for name, tally in trees.items() if tally.share_elsewhere > share)
