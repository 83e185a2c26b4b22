"""A manager who looks at a ledger of a test's choice: the real pages, the real figures, sums in memory."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from diagnostics.service.figures import Figures
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from tests.webapp.conftest import Colleague
from tests.webapp.dashboard.ledger import NOW, Book, Ledger, book, ledger
from webapp import create_app

Reads = Callable[..., Colleague]


@cache
def measured() -> Ledger:
    """Sixty weeks; made once, since nobody changes it."""
    return ledger()


@pytest.fixture
def reads(services: Services, colleague: Callable[..., Colleague]) -> Reads:
    """Gives somebody of the staff, signed in, before the pages on a ledger."""

    def make(sums: Ledger | None = None, costs: Book | None = None, *roles: str, demo: bool = False) -> Colleague:
        known = sums if sums is not None else measured()
        figures = Figures(known, costs if costs is not None else book(), lambda: NOW, ZoneInfo("UTC"))
        made = replace(services, figures=figures, ledger=known, clock=lambda: NOW, demo=demo)
        return colleague(*(roles or ("manager",)), app=create_app(made, Settings()))

    return make
