"""Brings a database to the newest schema: Alembic, run from here and not from a command line."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from diagnostics.store import postgres
from diagnostics.store.database import alone, reading, unhurried, writing
from diagnostics.visits.log import StoreError

log = logging.getLogger(__name__)

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Runs the migrations that the database lacks, all or none. Of processes that start at once, one does it and the others wait.

    Raises:
        StoreError: the database cannot be used, or a newer version of the program has made it.
    """
    config, scripts = _scripts()
    newest = scripts.get_current_head()
    with reading(engine) as connection:
        if _revision(connection) == newest:
            return
    with writing(engine) as connection:
        unhurried(connection)
        alone(connection, "migration")  # asked again behind the lock: another process may just have done it
        found = _revision(connection)
        if found == newest:
            return
        if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError(f"a newer version of the program has made this database (its schema is {found}): start that version")
        config.attributes["connection"] = connection
        if engine.dialect.name == "postgresql":
            postgres.fits(connection)
        command.upgrade(config, "head")
        if engine.dialect.name == "postgresql":
            postgres.in_byte_order(connection)
        log.info("the database schema went from %s to %s", found or "nothing", newest)


def is_newest(engine: Engine) -> bool:
    """Whether the database has the newest schema. Changes nothing.

    Raises:
        StoreError: the database cannot be used.
    """
    with reading(engine) as connection:
        return _revision(connection) == _scripts()[1].get_current_head()


def _scripts() -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
