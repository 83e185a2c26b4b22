"""Runs all of them and prints a table. `python -m benchmarks [REPETITIONS]`, from the folder of the checkout."""

import argparse
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import loading, pages, steps
from benchmarks.measure import Row
from diagnostics.library.load import load
from diagnostics.samples import sample_trees
from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from webapp import create_app

SHORT = "battery-not-charging"
"""The tree whose first question is answered."""


def rows(repetitions: int) -> Iterator[Row]:
    """Every claim, measured now."""
    folder = sample_trees()
    library = load(folder)
    yield from steps.rows(library.programs[SHORT], 3 * repetitions)
    with tempfile.TemporaryDirectory(prefix="diagnostics-benchmarks-") as place:
        settings = Settings(database=f"sqlite:///{Path(place) / 'visits.sqlite3'}")
        services = build(settings)
        longer = pages.with_a_long_tree(folder, Path(place) / "trees")
        publish_folder(services, longer)
        yield from pages.rows(load(longer).programs[pages.LONG], services, create_app(services, settings).test_client(), repetitions)
    yield from loading.rows(folder, repetitions)


def table(found: list[Row]) -> str:
    """The rows in Markdown. Only ratios and sizes: they mean the same on another machine."""
    lines = ["| measured | | target | |", "|---|---:|---:|---|"]
    for row in found:
        bound = f"≥ {row.at_least:g}{row.unit}" if row.at_least is not None else f"≤ {row.at_most:g}{row.unit}" if row.at_most is not None else ""
        lines.append(f"| {row.claim} | {row.value:.1f}{row.unit} | {bound} | {('met' if row.met() else 'missed') if bound else ''} |")
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures the claims of docs/benchmarks.md.")
    parser.add_argument("repetitions", nargs="?", type=int, default=7, help="how often each is measured, in turns (7)")
    repetitions = parser.parse_args().repetitions
    found = list(rows(repetitions))
    print(f"{platform.python_implementation()} {platform.python_version()}, medians of {repetitions} and more repetitions in turns\n")
    print(table(found))
