"""The program to one digest: what another version found says nothing about what this one would find."""

import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

import diagnostics

_ROOMS = ("analysis", "checking", "compiler", "conditions", "engine", "library", "lint", "model", "program", "scenarios", "source", "translations")
"""Everything that a check runs. Rooms above it cannot change what it finds."""


@cache
def program_digest() -> str:
    """A digest of the code that checks, of Python, and of the names and versions of all installed packages."""
    root = Path(diagnostics.__file__).parent
    made = blake2b(digest_size=20)
    made.update(sys.version.encode())
    for path in (root / "violations.py", root / "violation_codes.py", *(p for room in _ROOMS for p in sorted((root / room).rglob("*.py")))):
        made.update(f"{path.relative_to(root)}\n".encode())
        made.update(path.read_bytes())
    for place in sys.path:
        if Path(place).name in ("site-packages", "dist-packages") and Path(place).is_dir():
            names = sorted(path.name for path in Path(place).iterdir() if path.name.endswith(".dist-info"))
            made.update("\n".join(names).encode("utf-8", "surrogateescape"))
    return made.hexdigest()
