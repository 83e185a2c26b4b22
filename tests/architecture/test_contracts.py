"""The doors between the rooms: the import contracts of `pyproject.toml`, and that each of them notices what it is there for."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

KINDS: dict[str, Any] = {"layers": LayersContract, "forbidden": ForbiddenContract, "protected": ProtectedContract}
CONFIGURATION = read_configuration(str(Path(__file__).parents[2] / "pyproject.toml"))
CONTRACTS = {options["id"]: options for options in CONFIGURATION["contracts_options"]}

DELIBERATE = [
    ("rooms", "diagnostics.engine.advance", "diagnostics.compiler.compile"),
    ("rooms", "diagnostics.conditions.evaluate", "diagnostics.program.types"),
    ("rooms", "diagnostics.service.visits", "diagnostics.store.visit_log"),
    ("rooms", "diagnostics.library.load", "diagnostics.analysis.check"),
    ("rooms", "diagnostics.publishing.publish", "diagnostics.scenarios.run"),
    ("rooms", "diagnostics.violations", "diagnostics.visits.events"),
    ("pages", "webapp.visit.views", "webapp.home.presenters"),
    ("pages", "webapp.auth.views", "webapp.home.presenters"),
    ("pages", "webapp.shared.texts", "webapp.visit.fields"),
    ("web-app-place", "diagnostics.wiring", "webapp"),
    ("web-app-place", "webapp.shared.context", "diagnostics.cli.serve"),
    ("no-files-behind-pages", "webapp.home.views", "diagnostics.library.load"),
    ("no-files-behind-pages", "diagnostics.service.visits", "yaml"),
    ("pure-core", "diagnostics.engine.pages", "markupsafe"),
    ("pure-core", "diagnostics.visits.events", "sqlalchemy"),
    ("yaml-stays-below", "diagnostics.analysis.check", "yaml"),
    ("store-behind-wiring", "diagnostics.cli.publish", "diagnostics.store.programs"),
    ("wiring-for-commands", "webapp", "diagnostics.wiring"),
]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("diagnostics", "webapp", include_external_packages=True, cache_dir=None)


def kept(contract_id: str, graph: grimp.ImportGraph) -> bool:
    options = CONTRACTS[contract_id]
    contract = KINDS[options["type"]](options["name"], CONFIGURATION["session_options"], options)
    return bool(contract.check(deepcopy(graph), verbose=False).kept)


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_contract_is_kept(contract_id: str, graph: grimp.ImportGraph) -> None:
    """No import goes against this contract."""
    assert kept(contract_id, graph), f"run `lint-imports` to see which import breaks `{contract_id}`"


@pytest.mark.parametrize(("contract_id", "importer", "imported"), DELIBERATE)
def test_contract_notices_a_wrong_import(contract_id: str, importer: str, imported: str, graph: grimp.ImportGraph) -> None:
    """One import through a closed door breaks the contract that closes it."""
    changed = deepcopy(graph)
    assert importer in changed.modules, f"{importer} has moved: name another module of its room"
    if imported not in changed.modules:
        changed.add_module(imported)
    changed.add_import(importer=importer, imported=imported)
    assert not kept(contract_id, changed)


def test_every_contract_has_a_deliberate_break() -> None:
    """A contract that nobody ever broke on purpose may not look at anything."""
    assert {contract_id for contract_id, _, _ in DELIBERATE} == CONTRACTS.keys()
