"""Scenarios run again and again while trees are edited: only those of which something changed."""

from collections.abc import Sequence
from pathlib import Path

from diagnostics.library.load import Library
from diagnostics.scenarios.coverage import Tested, run_beside
from diagnostics.scenarios.scenario import scenario_file

_Seen = tuple[str, bytes | None]
"""The fingerprint of a program, which covers all that it calls, and the content of its scenario file."""


class Again:
    """The results of one library's trees, as far as they still hold."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[_Seen, Tested]] = {}

    def run(self, library: Library, only: Sequence[str] = ()) -> tuple[dict[str, Tested], frozenset[str]]:
        """The results of all trees that run (of `only`, if given), and the ids of those whose scenarios were run for it."""
        held, ran = {}, set[str]()
        for name, program in library.programs.items():
            if only and name not in only:
                continue
            path = library.files[name][0]
            seen = (program.fingerprint, _content(scenario_file(path)))
            known = self._held.get(name)
            if known is None or known[0] != seen:
                ran.add(name)
                known = (seen, run_beside(program, path, library.folder))
            held[name] = known
        self._held = held
        return {name: tested for name, (_, tested) in held.items()}, frozenset(ran)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
