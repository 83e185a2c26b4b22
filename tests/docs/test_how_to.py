"""What the how-to pages tell an operator or an author to type does what they say."""

import os
import re
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import make_url

from diagnostics.library.load import load
from diagnostics.service.lookups import Lookups
from diagnostics.service.visits import Entrance, Visits
from diagnostics.settings import Settings
from diagnostics.store.database import open_database
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.wiring import build, publish_folder
from tests.databases import own_postgres, postgres_programs
from tests.folders import LAMP, LIBRARY, PARTS, write_folder

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
NOW = datetime.now(UTC)


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (HOW_TO / page).read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a visit of 100 days ago and one of today; both hold a personal value."""
    file = tmp_path / "visits.sqlite3"
    address = f"sqlite:///{file}"
    programs = build(Settings(database=address)).programs
    publish_folder(build(Settings(database=address)), write_folder(tmp_path / "trees", parts=PARTS))
    for name, at in (("old", NOW - timedelta(days=100)), ("new", NOW)):
        visits = Visits(SqlVisitLog(open_database(address)), programs, Lookups({}), lambda at=at: at)  # type: ignore[misc]
        assert visits.start("parts", name, Entrance(facts={"part": "AB-12"}))
    return file


def test_old_personal_values_are_erased(database: Path) -> None:
    """The SQL of the page erases what is older than 90 days, and nothing else."""
    connection = sqlite3.connect(database)
    assert {visit for visit, in connection.execute("SELECT visit_id FROM personal")} == {"old", "new"}
    connection.executescript(next(sql for sql in blocks("run-in-production.md", "sql") if "datetime(" in sql))
    assert {visit for visit, in connection.execute("SELECT visit_id FROM personal")} == {"new"}
    assert {visit for visit, in connection.execute("SELECT visit_id FROM event")} == {"old", "new"}


def test_the_backup_is_a_whole_database(database: Path, tmp_path: Path) -> None:
    """A copy made while the database is open can be opened in its place."""
    copy = tmp_path / "copy.sqlite3"
    sql = next(sql for sql in blocks("run-in-production.md", "sql") if "VACUUM" in sql)
    sqlite3.connect(database).executescript(sql.replace("/var/backups/visits.sqlite3", str(copy)))
    services = build(Settings(database=f"sqlite:///{copy}"))
    assert services.visits.view("new") is not None


def test_the_unit_starts_the_server_with_settings_that_exist() -> None:
    """Each variable of the service is a setting."""
    unit = blocks("run-in-production.md", "ini")[0]
    variables = dict(re.findall(r"^Environment=(\w+)=(.*)$", unit, re.M))
    assert Settings.from_environment(variables).proxies == 1


def test_the_commands_for_postgres_do_what_they_say(tmp_path: Path) -> None:
    """The user and the database of the page are enough; what is old is erased, and nothing else; the dump can be restored over it."""
    make, erase = (next(sql for sql in blocks("run-in-production.md", "sql") if word in sql) for word in ("CREATE DATABASE", "interval"))
    dump, restore = (next(sh for sh in blocks("run-in-production.md", "sh") if word in sh) for word in ("pg_dump", "pg_restore"))
    with own_postgres() as postgres:
        for statement in filter(str.strip, make.split(";")):
            postgres.run(statement)
        address = make_url(postgres.at("diagnostics")).set(username="diagnostics").render_as_string(hide_password=False)
        services = build(Settings(database=address, secret_file=str(tmp_path / "secret")))
        publish_folder(services, write_folder(tmp_path / "trees", parts=PARTS))
        engine = open_database(address)
        for visit, at in (("old", NOW - timedelta(days=100)), ("new", NOW)):
            visits = Visits(SqlVisitLog(engine), services.programs, Lookups({}), lambda at=at: at)  # type: ignore[misc]
            assert visits.start("parts", visit, Entrance(facts={"part": "AB-12"}))
        engine.dispose()
        shell(dump, address, tmp_path)
        with engine.begin() as connection:
            connection.exec_driver_sql(erase)
            assert connection.exec_driver_sql("SELECT DISTINCT visit_id FROM personal").scalars().all() == ["new"]
            assert set(connection.exec_driver_sql("SELECT visit_id FROM event").scalars()) == {"old", "new"}
        engine.dispose()
        shell(restore, address, tmp_path)
        assert SqlVisitLog(engine).read("old")[0].personal
        engine.dispose()


def shell(command: str, address: str, folder: Path) -> None:
    """Runs a command of the page with the database and the folder of the test, and the programs that come with the test's server."""
    libpq = address.replace("postgresql+psycopg://", "postgresql://")
    said = command.replace("postgresql://diagnostics@db.example/diagnostics", libpq).replace("/var/backups", str(folder))
    assert libpq in said
    path = f"{postgres_programs()}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["sh", "-ec", said], check=True, env={**os.environ, "PATH": path}, timeout=60)


def test_what_is_added_to_a_library_checks_clean(tmp_path: Path) -> None:
    """The team, the area and the fact of the page, beside those that were there."""
    library = yaml.safe_load(LIBRARY)
    for block in blocks("add-to-the-library.md", "yaml"):
        for key, more in yaml.safe_load(block).items():
            library[key] = {**library[key], **more}
    folder = write_folder(tmp_path, library=yaml.safe_dump(library, sort_keys=False), lamp=LAMP)
    loaded = load(folder)
    assert loaded.violations == ()
    assert {"printers"} <= loaded.declared.teams.keys() & loaded.declared.areas.keys()
