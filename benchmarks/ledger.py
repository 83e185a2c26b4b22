"""What keeping the ledger costs those who answer customers: clicks through the web app with and without it.

`python -m benchmarks.ledger` takes some minutes. How fast the ledger answers is in `benchmarks.dashboard`.
"""

import argparse
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from benchmarks.__main__ import table
from benchmarks.measure import Row
from benchmarks.pages import ANSWERS, LONG, with_a_long_tree
from diagnostics.samples import sample_trees
from diagnostics.service.refreshing import refreshing
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from webapp import create_app

UNLIMITED = "1000000 per second"


def rows(repetitions: int, clicking: float) -> Iterator[Row]:
    """Customers who click one after the other, each time into a fresh database; in turns, so that whatever else the machine does meets both."""
    shares = []
    with tempfile.TemporaryDirectory(prefix="diagnostics-ledger-") as place:
        folder = with_a_long_tree(sample_trees(), Path(place) / "trees")
        for n in range(repetitions):
            ways = (True, False) if n % 2 else (False, True)
            rates = {kept: _clicks(folder, Path(place) / f"{n}-{kept}", clicking, kept) for kept in ways}
            shares.append(rates[True] / rates[False])
    claim = "clicks per second of processor time while the ledger is kept up to date, to clicks without"
    yield Row(claim, 100 * median(shares), at_least=90, unit=" %")


def _clicks(folder: Path, place: Path, clicking: float, kept: bool) -> float:
    """Clicks per second of this process's time on the processors, the thread of the ledger included: what the machine does besides does not
    count. That the ledger holds the last click counts."""
    place.mkdir()
    settings = Settings(database=f"sqlite:///{place / 'visits.sqlite3'}", secret_file=str(place / "secret"), start_limit=UNLIMITED,
                        answer_limit=UNLIMITED)  # fmt: skip
    services = build(settings)
    publish_folder(services, folder)
    client = create_app(services, settings).test_client()
    services.keeper.refresh(services.clock())
    done, begun, spent = 0, time.perf_counter(), time.process_time()
    with refreshing(services.keeper, services.clock, max(1, round(clicking / 2))) if kept else nullcontext():
        while time.perf_counter() - begun < clicking:
            done += _visit(services, client, f"a-visit-of-clicks-{done:05}")
    if kept:
        services.keeper.refresh(services.clock())
    return done / (time.process_time() - spent)


def _visit(services: Services, client: FlaskClient, visit_id: str) -> int:
    """One visit to its end: each answer is sent, and the page behind it shown. How many clicks that took."""
    services.visits.start(LONG, visit_id)
    for number in range(ANSWERS + 1):
        response = client.post(f"/v/{visit_id}/q{number}", data={"answer": "light"})
        assert response.status_code == 303, response.status_code
        assert client.get(response.location).status_code == 200
    return ANSWERS + 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description="Measures what keeping the ledger costs.")
    parser.add_argument("--repetitions", type=int, default=5, help="how often it is measured, in turns (5)")
    parser.add_argument("--seconds", type=float, default=60, help="seconds of clicking in each turn (60)")
    given = parser.parse_args()
    found = list(rows(given.repetitions, given.seconds))
    print(f"{platform.python_implementation()} {platform.python_version()}, medians of {given.repetitions} repetitions in turns\n")
    print(table(found))
