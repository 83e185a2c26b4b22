"""What must stay small stays small, and what must stand alone stands alone."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for room in ("diagnostics", "webapp", "benchmarks") for path in (ROOT / room).rglob("*.py"))
TEXTS = sorted(path for kind in ("*.js", "*.css", "*.html") for path in (ROOT / "webapp").rglob(kind) if "vendor" not in path.parts)
ENGINE = ROOT / "diagnostics" / "engine"
STANDARD_ONLY = ("engine", "conditions", "program", "visits")
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield str(node.module).partition(".")[0]


def test_the_engine_is_read_in_one_sitting() -> None:
    """The whole engine has less than 600 lines."""
    assert sum(lines(path) for path in ENGINE.glob("*.py")) < 600


def test_no_source_file_is_longer_than_400_lines() -> None:
    """A file that grows beyond 400 lines holds more than one idea."""
    assert not [path.relative_to(ROOT).as_posix() for path in (*SOURCES, *TEXTS) if lines(path) > 400]


@pytest.mark.parametrize("room", STANDARD_ONLY)
def test_the_core_imports_the_standard_library_only(room: str) -> None:
    """Nothing to install is needed to walk a program."""
    outside = {(path.name, name) for path in (ROOT / "diagnostics" / room).glob("*.py") for name in imported(path)
               if name != "diagnostics" and name not in sys.stdlib_module_names}  # fmt: skip
    assert not outside


def test_no_module_has_a_vague_name() -> None:
    """A module is one idea named by a noun."""
    assert not [path for path in SOURCES if VAGUE & {path.stem, path.parent.name}]


def test_every_module_says_what_it_is() -> None:
    """Each module begins with a docstring."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES if path.stat().st_size}
    assert not [path.relative_to(ROOT).as_posix() for path, module in modules.items() if not ast.get_docstring(module)]
