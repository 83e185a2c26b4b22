"""The program store in SQL: programs by fingerprint, publications in a row of which the last one serves, and the files they show."""

import functools
import json
import logging
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from diagnostics.program.codec import ProgramFormatError, program_from_json, program_to_json
from diagnostics.program.manifest import Asset, Manifest, Publication, manifest_from_json, manifest_to_json
from diagnostics.program.types import FORMAT, Program
from diagnostics.store import schema as s
from diagnostics.store.database import alone, reading, writing
from diagnostics.visits.log import Conflict

log = logging.getLogger(__name__)

KEPT_PROGRAMS = 256
"""How many decoded programs a process keeps."""


class SqlProgramStore:
    """`service.ports.ProgramStore` on a database. Programs and assets never change under their name, so they are kept once read."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock
        self._decoded = functools.lru_cache(KEPT_PROGRAMS)(self._load)
        self._latest: Publication | None = None

    def serving(self) -> Publication | None:
        """The latest publication, read anew only when there is a newer one. None also where this version cannot read it."""
        with reading(self._engine) as connection:
            newest = connection.scalar(_NEWEST)
        known = self._latest
        if newest is None or (known is not None and known.id == newest):
            return known if newest else None
        self._latest = latest = self.publication(newest)
        return latest

    def program(self, fingerprint: str) -> Program | None:
        """A program, or None where it is not stored or this version cannot read its format (which is logged)."""
        try:
            return self._decoded(fingerprint)
        except LookupError:
            return None
        except ProgramFormatError as error:
            log.error("program %s is left out: %s", fingerprint, error)
            return None

    def withdrawn(self, fingerprint: str) -> bool:
        with reading(self._engine) as connection:
            return connection.scalar(select(s.program.c.withdrawn_at).where(s.program.c.fingerprint == fingerprint)) is not None

    def withdraw(self, fingerprint: str) -> None:
        """Takes a program out of running visits too: they move to the one in service."""
        with writing(self._engine) as connection:
            mine = (s.program.c.fingerprint == fingerprint) & s.program.c.withdrawn_at.is_(None)
            connection.execute(update(s.program).where(mine).values(withdrawn_at=self._clock()))

    def publish(self, kind: str, manifest: Manifest, programs: Sequence[Program], assets: Sequence[Asset], at: datetime, note: str = "",
                *, after: int | None = None, restores: int | None = None) -> Publication:  # fmt: skip
        """Stores what is new and switches to all of it at once. What goes into service is no longer withdrawn.

        Raises:
            Conflict: another publication than `after` is in service by now; nothing was stored.
            StoreError: the database cannot be used; nothing was stored.
            ValueError: the manifest lists a program that is neither given nor stored.
        """
        listed = [tree.fingerprint for tree in manifest.trees.values()]
        with writing(self._engine) as connection:
            alone(connection, "publication")
            newest = connection.scalar(_NEWEST) or 0
            if after is not None and after != newest:
                raise Conflict(f"publication {newest}")
            _store_programs(connection, programs, at)
            _store_assets(connection, assets)
            missing = set(listed) - _present(connection, s.program.c.fingerprint, listed)
            if missing:
                raise ValueError(f"the manifest lists programs that are not stored: {', '.join(sorted(missing))}")
            made = Publication(newest + 1, at.astimezone(UTC), kind, manifest, note, restores)
            _store_publication(connection, made)
            serving = select(s.publication_tree.c.fingerprint).where(s.publication_tree.c.publication_id == made.id)
            back = s.program.c.fingerprint.in_(serving) & s.program.c.withdrawn_at.is_not(None)
            connection.execute(update(s.program).where(back).values(withdrawn_at=None))
        return made

    def publication(self, id: int) -> Publication | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(s.publication).where(s.publication.c.id == id)).one_or_none()
        return _publication(row) if row else None

    def publications(self, limit: int = 50) -> list[Publication]:
        """The newest first. Those that this version cannot read are left out."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(s.publication).order_by(s.publication.c.id.desc()).limit(limit)).all()
        return [publication for row in rows if (publication := _publication(row))]

    def fingerprints(self, tree: str) -> list[str]:
        """All stored programs of a tree, the newest first."""
        query = select(s.program.c.fingerprint).where(s.program.c.tree == tree)
        with reading(self._engine) as connection:
            return list(connection.scalars(query.order_by(s.program.c.stored_at.desc(), s.program.c.fingerprint)))

    def asset(self, sha: str) -> Asset | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(s.asset).where(s.asset.c.sha == sha)).one_or_none()
        return Asset(row.sha, row.media_type, row.body) if row else None

    def _load(self, fingerprint: str) -> Program:
        with reading(self._engine) as connection:
            body = connection.scalar(select(s.program.c.body).where(s.program.c.fingerprint == fingerprint))
        if body is None:
            raise LookupError(fingerprint)  # not an answer to keep: the program may be published later
        try:
            return program_from_json(json.loads(zlib.decompress(body)))
        except (zlib.error, ValueError, TypeError) as error:
            raise ProgramFormatError(str(error)) from error


_NEWEST = select(func.max(s.publication.c.id))


def _publication(row: Row[Any]) -> Publication | None:
    try:
        manifest = manifest_from_json(row.manifest)
    except ProgramFormatError as error:
        log.error("publication %s is left out: %s", row.id, error)
        return None
    return Publication(row.id, row.at, row.kind, manifest, row.note, row.restores)


def _store_programs(connection: Connection, programs: Sequence[Program], at: datetime) -> None:
    stored = _present(connection, s.program.c.fingerprint, [program.fingerprint for program in programs])
    new = {program.fingerprint: program for program in programs if program.fingerprint not in stored}
    rows = [
        {"fingerprint": p.fingerprint, "tree": p.tree, "structure": p.structure, "format": FORMAT, "body": _packed(p), "stored_at": at}
        for p in new.values()
    ]
    if rows:
        connection.execute(insert(s.program), rows)


def _packed(program: Program) -> bytes:
    return zlib.compress(json.dumps(program_to_json(program), separators=(",", ":"), ensure_ascii=False).encode(), 6)


def _store_assets(connection: Connection, assets: Sequence[Asset]) -> None:
    stored = _present(connection, s.asset.c.sha, [asset.sha for asset in assets])
    new = {asset.sha: {"sha": asset.sha, "media_type": asset.media_type, "body": asset.body} for asset in assets if asset.sha not in stored}
    if new:
        connection.execute(insert(s.asset), list(new.values()))


def _store_publication(connection: Connection, made: Publication) -> None:
    row = {"id": made.id, "at": made.at, "kind": made.kind, "note": made.note, "restores": made.restores, "manifest": manifest_to_json(made.manifest)}
    try:
        connection.execute(insert(s.publication), row)
    except IntegrityError as error:  # somebody published between our look and this line
        raise Conflict(f"publication {made.id}") from error
    trees = [{"publication_id": made.id, "tree": name, "fingerprint": tree.fingerprint} for name, tree in made.manifest.trees.items()]
    if trees:
        connection.execute(insert(s.publication_tree), trees)


def _present(connection: Connection, column: Any, names: Sequence[str]) -> set[str]:
    """Which of the names a table has already."""
    found: set[str] = set()
    for start in range(0, len(names), 500):  # databases bound the number of values in one statement
        found.update(connection.scalars(select(column).where(column.in_(names[start : start + 500]))))
    return found
