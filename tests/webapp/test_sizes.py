"""How much goes over the wire: measured gzipped, as it is sent."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from tests.webapp.conftest import VISIT, Customer
from webapp import create_app

GZIP = {"Accept-Encoding": "gzip"}
ALL_TREES = Path(__file__).parents[2] / "trees"


def test_first_page_under_40_kb(tmp_path: Path) -> None:
    """Home with all the trees of the library, its styles, scripts and icons together."""
    settings = Settings(database=f"sqlite:///{tmp_path}/d.sqlite3")
    services = build(settings)
    publish_folder(services, ALL_TREES)
    client = create_app(services, settings).test_client()
    home = client.get("/", headers=GZIP)
    assert home.headers["Content-Encoding"] == "gzip"
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', client.get("/").text))
    total = len(home.data) + sum(len(client.get(file, headers=GZIP).data) for file in files)
    assert total < 40_000


@pytest.mark.parametrize("answers", [[], ["green", "windows"], ["flashing"], ["flashing", "not_fixed"], ["off"]])
def test_a_step_under_8_kb(customer: Customer, answers: list[str]) -> None:
    """The page of a step."""
    customer.starts()
    for answer in answers:
        customer.answers(answer)
    assert len(customer.client.get(f"/v/{VISIT}/{customer.place}", headers=GZIP).data) < 8_000


def test_what_the_pages_script_weighs(make_app: Callable[..., Flask]) -> None:
    """app.js stays under 3 kB as written."""
    assert len(make_app().test_client().get("/static/app.js").data) < 3_000
