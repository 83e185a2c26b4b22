"""Migrations: they make what the statements expect, once, also when several processes start together; they refuse a newer database."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from diagnostics.store.database import open_database
from diagnostics.store.migrate import migrate
from diagnostics.store.schema import metadata
from diagnostics.visits.log import StoreError


def described(engine: Engine) -> dict[str, object]:
    """Everything that a database says about its tables."""
    found = inspect(engine)
    return {
        table: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table), found.get_indexes(table), found.get_unique_constraints(table), found.get_foreign_keys(table),
        )
        for table in sorted(set(found.get_table_names()) - {"alembic_version"})
    }  # fmt: skip


def test_the_migrated_schema_is_the_one_that_the_statements_use(tmp_path: Path) -> None:
    """Tables, columns, types, keys, indexes and constraints of the migrations equal those of the metadata."""
    migrated, made = open_database(f"sqlite:///{tmp_path}/migrated"), open_database(f"sqlite:///{tmp_path}/made")
    migrate(migrated)
    metadata.create_all(made)
    assert described(migrated) == described(made)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True}), metadata) == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    """A database at the newest schema is left as it is."""
    engine = open_database(f"sqlite:///{tmp_path}/d")
    migrate(engine)
    before = described(engine)
    migrate(engine)
    assert described(engine) == before


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    """Four processes meet a database that does not exist: all of them go on, none fails, the schema is there."""
    code = f"""
import sys
from diagnostics.store.database import open_database
from diagnostics.store.migrate import migrate
engine = open_database("sqlite:///{tmp_path}/d")
print("ready", flush=True)
sys.stdin.readline()
migrate(engine)
"""
    processes = [subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                 for _ in range(4)]  # fmt: skip
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert ends == [("", 0)] * 4
    assert "event" in described(open_database(f"sqlite:///{tmp_path}/d"))


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """Nothing is changed in a database whose schema this version does not know."""
    engine = open_database(f"sqlite:///{tmp_path}/d")
    migrate(engine)
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = described(engine)
    with pytest.raises(StoreError, match="a newer version of the program has made this database"):
        migrate(engine)
    assert described(engine) == before


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is in the way stops the migration as a whole, with a message."""
    engine = open_database(f"sqlite:///{tmp_path}/d")
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE asset (mine TEXT)")
    with pytest.raises(StoreError, match="asset"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["asset"]
