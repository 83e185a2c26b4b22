"""What a check of the largest library costs: all of it, after one change, while it is watched, and in memory.

`python -m benchmarks.checking` takes some minutes. The trees are generated (`benchmarks.forest`); every figure is of a whole process, from its
start to its exit, as an author meets it. Memory is read from `/proc`, so that this one needs Linux.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.__main__ import table
from benchmarks.forest import write_forest
from benchmarks.measure import Row

COMMAND = [sys.executable, "-c", "from diagnostics.cli import main; main()", "check"]
FLOOR = "import sys, yaml; from pathlib import Path; [yaml.load(p.read_bytes(), Loader=yaml.CSafeLoader) for p in Path(sys.argv[1]).glob('*.yml')]"
"""The same files read by the fastest loader of PyYAML, by one process, and nothing made of them."""
IMPORTED = "import sys, diagnostics.cli.check; from diagnostics.lint.registry import all_rules; all_rules(); print(flush=True); sys.stdin.read()"


def rows(folder: Path, repetitions: int) -> Iterator[Row]:
    """Every claim; the floor and the check take turns, so that whatever else the machine does meets both."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # no author's installation compiles the program anew each time
    size, cache = write_forest(folder), folder.with_name("cache")
    with_cache = os.environ | {"DIAGNOSTICS_CACHE": str(cache)}
    full, floor, one = [], [], []
    _seconds([*COMMAND, str(folder)], with_cache)
    for number in range(repetitions):
        floor.append(_seconds([sys.executable, "-c", FLOOR, str(folder)], os.environ))
        full.append(_seconds([*COMMAND, str(folder), "--no-cache", "--processes", "2"], os.environ))
        _change(folder / f"tree-{100 + number}.yml")
        one.append(_seconds([*COMMAND, str(folder)], with_cache))
    saved = _saves(folder, repetitions, with_cache)
    grown = [_peak([*COMMAND, str(folder), "--no-cache", "--processes", "2"]) - _imported() for _ in range(3)]
    yield Row("a full check on two processes, to `CSafeLoader` alone on one", median(a / b for a, b in zip(full, floor, strict=True)))
    yield Row("a check when one tree changed, to a full one", 100 * median(a / b for a, b in zip(one, full, strict=True)), unit=" %")
    yield Row("memory of all processes at their peak over the imported program, to the bytes of the files", median(grown) / size, at_most=3)
    yield Row("*on this machine:* a full check", median(full), at_most=3, unit=" s")
    yield Row("*on this machine:* a check when one tree changed", 1000 * median(one), at_most=500, unit=" ms")
    yield Row("*on this machine:* a saved file to its violations, with `--watch`", 1000 * median(saved), at_most=300, unit=" ms")


def _seconds(arguments: list[str], environment: "os._Environ[str] | dict[str, str]") -> float:
    begun = time.perf_counter()
    subprocess.run(arguments, stdout=subprocess.DEVNULL, env=environment, check=True)
    return time.perf_counter() - begun


def _change(path: Path, mistake: str = "bad") -> None:
    """Another title, so that everything that depends on it is done again."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: The", f"title: The {mistake}", 1), encoding="utf-8")


def _saves(folder: Path, repetitions: int, environment: dict[str, str]) -> list[float]:
    """From the moment when a file with a mistake was written until the violation stands on the other end of the pipe."""
    process = subprocess.Popen([*COMMAND, str(folder), "--watch", "--strict"], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    taken = []
    try:
        _read_until(process.stdout, " ms)")
        time.sleep(2)  # the watch begins when the first check is said
        for number in range(repetitions):
            path = folder / f"tree-{200 + number}.yml"
            text = path.read_text(encoding="utf-8")
            begun = time.perf_counter()
            path.write_text(text.replace("not_fixed: s2\n", f"not_fixed: nowhere_{number}\n", 1), encoding="utf-8")
            _read_until(process.stdout, f"nowhere_{number}")
            taken.append(time.perf_counter() - begun)
            _read_until(process.stdout, " ms)")
            path.write_text(text, encoding="utf-8")
            _read_until(process.stdout, " ms)")
            time.sleep(0.2)
    finally:
        process.terminate()  # Ctrl-C is ignored by what a shell started in the background
        process.stdout.close()
        process.wait()
    return taken


def _read_until(lines: Iterator[str], words: str) -> None:
    assert any(words in line for line in lines), f"the watch ended before it said {words!r}"


def _imported() -> int:
    """Bytes of a process that has loaded the program with all rules, and done nothing."""
    process = subprocess.Popen([sys.executable, "-c", IMPORTED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    used = _memory(process.pid)
    process.communicate()
    return used


def _peak(arguments: list[str]) -> int:
    """The most bytes that a process and its helpers had at once, looked at every few milliseconds."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, _memory(process.pid) + sum(map(_memory, _children(process.pid))))
        time.sleep(0.005)
    return most


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _memory(pid: int) -> int:
    """The bytes of a process; what several share is divided among them (proportional set size)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended just now
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description="Measures what a check of 500 trees of 60 steps costs.")
    parser.add_argument("--repetitions", type=int, default=7, help="how often each is measured, in turns (7)")
    repetitions = parser.parse_args().repetitions
    with tempfile.TemporaryDirectory(prefix="diagnostics-checking-") as place:
        found = list(rows(Path(place) / "trees", repetitions))
    print(f"{platform.python_implementation()} {platform.python_version()}, 500 trees of 60 steps, medians of {repetitions} repetitions in turns\n")
    print(table(found))
