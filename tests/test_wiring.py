"""The services of an installation: built from settings, fed from a folder, rolled back, with look-ups of installed packages."""

import logging
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from diagnostics import wiring
from diagnostics.engine import Ask, End
from diagnostics.service.ports import Found
from diagnostics.settings import Settings
from diagnostics.wiring import PublishError, Services, StoreError, build, publish_folder, rollback, withdraw
from tests.folders import LAMP, PARTS, write_folder


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return build(Settings(database=f"sqlite:///{tmp_path}/d.sqlite3"))


def in_service(services: Services) -> dict[str, object]:
    """Tree → summary of what customers can start."""
    serving = services.programs.serving()
    return {name: tree.summary for name, tree in serving.manifest.trees.items()} if serving else {}


def lamp(summary: str) -> str:
    return LAMP.replace("Find out why.", summary)


def test_a_published_folder_can_be_visited(services: Services, tmp_path: Path) -> None:
    """From an empty database to the first question; the publication is numbered, dated and has its note."""
    assert services.visits.start("lamp", "v" * 32) is None
    published = publish_folder(services, write_folder(tmp_path / "trees", lamp=LAMP), "first")
    assert published.publication is not None
    assert (published.publication.id, published.publication.kind, published.publication.note) == (1, "publish", "first")
    view = services.visits.start("lamp", "v" * 32)
    assert view is not None
    assert isinstance(view.page, Ask)
    assert view.page.place == "plugged"


def test_publishing_what_is_in_service_does_nothing(services: Services, tmp_path: Path) -> None:
    """No publication is made, also by another process that opens the same database."""
    folder = write_folder(tmp_path / "trees", lamp=LAMP)
    publish_folder(services, folder)
    assert publish_folder(services, folder).publication is None
    other = build(Settings(database=f"sqlite:///{tmp_path}/d.sqlite3"))
    assert publish_folder(other, folder).publication is None
    assert len(services.programs.publications()) == 1


def test_a_broken_tree_keeps_its_program_and_is_named(services: Services, tmp_path: Path) -> None:
    """The good changes go in at once, the broken tree goes on; what is only broken makes no publication."""
    publish_folder(services, write_folder(tmp_path / "trees", lamp=LAMP, parts=PARTS))
    folder = write_folder(tmp_path / "trees", lamp=LAMP.replace("next: bulb}", "next: bulp}"))
    published = publish_folder(services, folder)
    assert published.publication is None
    assert (set(published.kept), bool(published.violations)) == ({"lamp"}, True)
    published = publish_folder(services, write_folder(folder, parts=PARTS.replace("Look it up.", "New.")))
    assert published.publication is not None
    assert in_service(services) == {"lamp": "Find out why.", "parts": "New."}


def test_a_tree_whose_proofs_fail_does_not_go_in(services: Services, tmp_path: Path) -> None:
    """A step that nothing reaches is an error of the proofs: the tree is left out, and the violation says why."""
    stray = LAMP + "  stray: {outcome: resolved, says: Nobody comes here.}\n"
    published = publish_folder(services, write_folder(tmp_path / "trees", lamp=stray, parts=PARTS))
    assert (list(in_service(services)), set(published.left_out)) == (["parts"], {"lamp"})
    assert "PR001" in {v.code for v in published.violations}


def test_rolling_back_twice_goes_back_twice(services: Services, tmp_path: Path) -> None:
    """Each rollback is a new publication with the manifest of an older one; nothing is removed."""
    for summary in ("One.", "Two.", "Three."):
        publish_folder(services, write_folder(tmp_path / "trees", lamp=lamp(summary)))
    assert (rollback(services).restores, in_service(services)) == (2, {"lamp": "Two."})
    assert (rollback(services).restores, in_service(services)) == (1, {"lamp": "One."})
    with pytest.raises(PublishError, match="no earlier publication"):
        rollback(services)
    assert [(p.id, p.kind) for p in services.programs.publications(3)] == [(5, "rollback"), (4, "rollback"), (3, "publish")]
    assert len(services.programs.publications()) == 5


def test_rolling_back_to_a_given_publication(services: Services, tmp_path: Path) -> None:
    """Any earlier one may be given, forwards too; one that does not exist is refused."""
    for summary in ("One.", "Two.", "Three."):
        publish_folder(services, write_folder(tmp_path / "trees", lamp=lamp(summary)))
    assert (rollback(services, 1).note, in_service(services)) == ("back to publication 1", {"lamp": "One."})
    assert (rollback(services, 3).restores, in_service(services)) == (3, {"lamp": "Three."})
    assert (rollback(services, 4).restores, in_service(services)) == (1, {"lamp": "One."})
    for id in (0, -1, 99):
        with pytest.raises(PublishError, match=f"there is no publication {id}"):
            rollback(services, id)


def test_publishing_after_a_rollback_goes_on_from_there(services: Services, tmp_path: Path) -> None:
    """The folder that was rolled back can be published again, and rolled back again."""
    for summary in ("One.", "Two."):
        publish_folder(services, write_folder(tmp_path / "trees", lamp=lamp(summary)))
    rollback(services)
    assert publish_folder(services, tmp_path / "trees").publication is not None
    assert in_service(services) == {"lamp": "Two."}


def test_nothing_to_roll_back_or_withdraw_is_said(services: Services) -> None:
    """Before the first publication both are refused with a reason."""
    with pytest.raises(PublishError, match="nothing has been published yet"):
        rollback(services)
    with pytest.raises(PublishError, match="no tree `lamp` was ever published"):
        withdraw(services, "lamp")


def test_withdrawing_takes_all_programs_but_the_serving_one(services: Services, tmp_path: Path) -> None:
    """The second time there is nothing left to withdraw."""
    for summary in ("One.", "Two.", "Three."):
        publish_folder(services, write_folder(tmp_path / "trees", lamp=lamp(summary)))
    serving = services.programs.serving()
    assert serving
    taken = withdraw(services, "lamp")
    assert len(taken) == 2
    assert serving.manifest.trees["lamp"].fingerprint not in taken
    assert withdraw(services, "lamp") == ()


def test_publishers_that_meet_make_one_publication(tmp_path: Path) -> None:
    """Four processes publish the same folder at their start: it is published once."""
    folder = write_folder(tmp_path / "trees", lamp=LAMP)
    installations = [build(Settings(database=f"sqlite:///{tmp_path}/d.sqlite3")) for _ in range(4)]
    barrier = threading.Barrier(4)

    def publish(services: Services) -> bool:
        barrier.wait()
        return publish_folder(services, folder).publication is not None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(publish, installations)) == [False, False, False, True]
    assert len(installations[0].programs.publications()) == 1


def test_given_look_ups_are_asked(tmp_path: Path) -> None:
    """A provider given by name answers the visit's look-up."""
    given = {"parts": lambda keys: Found("there" if keys["part"] == "AB-12" else "gone")}
    services = build(Settings(database=f"sqlite:///{tmp_path}/d.sqlite3"), given)
    publish_folder(services, write_folder(tmp_path / "trees", parts=PARTS))
    services.visits.start("parts", "v" * 32)
    view = services.visits.answer("v" * 32, "number", "ab 12")
    assert view is not None
    assert isinstance(view.page, End)
    assert view.page.place == "there"


def test_look_ups_of_installed_packages_are_found(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Entry points of the group are loaded by name; one that cannot be loaded is logged and left out."""
    module = type(sys)("installed_for_a_test")
    module.look_up = lambda keys: Found("there")  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "installed_for_a_test", module)
    offered = {"parts": "installed_for_a_test:look_up", "broken": "no_such_module:x"}
    points = EntryPoints(EntryPoint(name, value, wiring.LOOKUPS) for name, value in offered.items())
    monkeypatch.setattr(wiring, "entry_points", lambda group: points.select(group=group))
    with caplog.at_level(logging.ERROR):
        found = wiring.installed_providers()
    assert list(found) == ["parts"]
    assert found["parts"]({}) == Found("there")
    assert "the look-up broken (no_such_module:x) cannot be loaded" in caplog.text


def test_a_database_that_cannot_be_used_stops_the_start_with_a_reason(tmp_path: Path) -> None:
    """The error names the database and says what to do, without a password."""
    with pytest.raises(StoreError, match="its folder must exist"):
        build(Settings(database=f"sqlite:///{tmp_path}/nowhere/d.sqlite3"))


def test_a_tree_without_comparison_group_that_is_not_there_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A mistyped name would leave the tree that was meant with its group, perhaps one where that is not safe."""
    address = f"sqlite:///{tmp_path}/d.sqlite3"
    publish_folder(build(Settings(database=address)), write_folder(tmp_path / "trees", lamp=LAMP))
    with caplog.at_level(logging.WARNING):
        build(Settings(database=address, comparison_off="lamp lmap"))
    assert [record.getMessage() for record in caplog.records] == [
        "DIAGNOSTICS_COMPARISON_OFF names the tree lmap, and none of this name is in service"]  # fmt: skip
