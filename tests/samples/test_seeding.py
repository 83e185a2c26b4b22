"""The sample history in an installation."""

from datetime import date
from pathlib import Path

import pytest

from diagnostics.samples import sample_trees
from diagnostics.samples.seeding import Stopped, seed
from diagnostics.service.figures import Query
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = build(Settings(database=f"sqlite:///{tmp_path}/d.sqlite3", secret_file=f"{tmp_path}/secret"))
    publish_folder(made, sample_trees())
    return made


def test_every_part_of_the_dashboard_has_something_to_show(services: Services) -> None:
    """Claims, verified ones, both arms, money at an assumed cost, paths, words, calls without a tree."""
    count = seed(services, weeks=7)
    everything = services.figures.everything()
    figure = services.figures.headline(everything)
    assert count > 1000 and figure.counts["visits"] > 900
    assert figure.claimed.count > 200 and figure.verified and figure.verified.count > 100 and figure.would_have_called
    assert figure.comparison and figure.comparison.called_holdout.of > 50 and figure.comparison.sensitivity
    assert figure.savings and figure.savings.currency == "USD"
    assert all("demo" in cost.source for cost in services.costs.all())
    assert services.ledger.values("structure") and services.ledger.verbatims()
    rows = services.ledger.call_counts(date.min, date.max)
    assert any(row.reason == "Cracked screen" and not row.after_visit for row in rows)
    assert len(services.figures.trees(Query(everything.first, everything.last))) == 11


def test_it_stops_when_the_demo_ends(services: Services) -> None:
    """Nobody waits for a history that is thrown away."""
    with pytest.raises(Stopped):
        seed(services, lambda: True)
