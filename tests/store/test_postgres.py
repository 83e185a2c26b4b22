"""PostgreSQL passes the contract; and what only a server elsewhere can do: refuse, fall silent, end in the middle, come back."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from psycopg import errors
from sqlalchemy import Engine, make_url, text

from diagnostics.store import postgres as room
from diagnostics.store.database import alone, open_database, reading, writing
from diagnostics.store.migrate import migrate
from diagnostics.store.schema import metadata
from diagnostics.store.visit_log import SqlVisitLog
from diagnostics.visits.log import Conflict, StoreError
from tests.databases import OwnPostgres, Postgres, own_postgres
from tests.store.conftest import OpenEngine
from tests.store.contract import Opened, Opener, StoreContract, line


@pytest.fixture
def opened(postgres_address: str, open_store: Callable[[str], Opened]) -> Opener:
    return lambda: open_store(postgres_address)


@pytest.fixture(scope="module")
def own() -> Iterator[OwnPostgres]:
    """A server that this file may crash. It asks for the password of whoever is not its superuser."""
    with own_postgres() as server:
        (server.folder / "pg_hba.conf").write_text("local all postgres trust\nlocal all all scram-sha-256\n", encoding="ascii")
        server.run("SELECT pg_reload_conf()")
        server.run("CREATE ROLE ann LOGIN PASSWORD 'se@cret'")
        yield server


class TestPostgres(StoreContract):
    @pytest.fixture
    def opened(self, opened: Opener) -> Opener:
        return opened


def test_a_connection_is_set_up(postgres_engine: Engine) -> None:
    """Times are UTC, nothing waits for ever; a transaction that reads sees one state and cannot write."""
    shown = ("timezone", "statement_timeout", "lock_timeout", "application_name", "transaction_isolation", "transaction_read_only")
    for begin, isolation, read_only in ((reading, "repeatable read", "on"), (writing, "read committed", "off")):
        with begin(postgres_engine) as connection:
            found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in shown]
        assert found == ["UTC", "30s", "10s", "diagnostics", isolation, read_only]


def test_the_address_says_more_than_the_defaults(postgres_address: str, open_engine: OpenEngine) -> None:
    """Whatever stands behind the `?` of the address wins; `postgres://` and `postgresql://` are the same."""
    for name in ("postgres", "postgresql"):
        address = make_url(postgres_address).set(drivername=name).update_query_dict({"application_name": "mine"})
        with reading(open_engine(address.render_as_string(hide_password=False))) as connection:
            assert connection.exec_driver_sql("SHOW application_name").scalar() == "mine"
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "30s"


def test_a_reading_transaction_sees_one_state(postgres_address: str, open_engine: OpenEngine, opened: Opener) -> None:
    """What others commit meanwhile is seen by the next transaction."""
    with reading(open_engine(postgres_address)) as connection:
        count = text("SELECT count(*) FROM event")
        assert connection.scalar(count) == 0
        opened().log.append([line("v", 0)])
        assert connection.scalar(count) == 0
    assert len(opened().log.read("v")) == 1


def test_texts_sort_by_their_bytes(postgres_engine: Engine) -> None:
    """Each text column has the collation C, whatever the language of the database."""
    with reading(postgres_engine) as connection:
        found = connection.exec_driver_sql(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'"
            " JOIN pg_collation o ON o.oid = a.attcollation WHERE a.atttypid = 'text'::regtype AND c.relnamespace = current_schema()::regnamespace"
            " AND o.collname <> 'C'").all()  # fmt: skip
        assert found == []
        texts = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'event' AND collation_name = 'C'"
        assert connection.exec_driver_sql(texts).scalar() == len([c for c in metadata.tables["event"].c if c.name not in ("seq", "occurred_at")])


def test_threads_share_no_more_connections_than_they_need(postgres_engine: Engine) -> None:
    """Eight threads that read and write 200 times leave eight connections at the most."""
    log = SqlVisitLog(postgres_engine)
    threads = [threading.Thread(target=lambda n=n: [log.append([line(f"v{n}", seq)]) or log.read(f"v{n}") for seq in range(25)]) for n in range(8)]  # type: ignore[misc, func-returns-value]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with reading(postgres_engine) as connection:
        used = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'diagnostics'"
        assert connection.exec_driver_sql(used).scalar() <= 8  # type: ignore[operator]  # a count
    assert all(len(log.read(f"v{n}")) == 25 for n in range(8))


def test_a_connection_cut_in_the_middle_stores_nothing(postgres_engine: Engine, postgres: Postgres) -> None:
    """The server ends a connection inside a transaction: a message, nothing stored, and the next append works."""
    log = SqlVisitLog(postgres_engine)
    with pytest.raises(StoreError, match="the connection to the database was lost"), writing(postgres_engine) as connection:
        connection.exec_driver_sql("CREATE TABLE half (x int)")
        postgres.run(f"SELECT pg_terminate_backend({connection.exec_driver_sql('SELECT pg_backend_pid()').scalar()})")
        connection.exec_driver_sql("SELECT 1")
    log.append([line("v", 0)])
    with reading(postgres_engine) as connection:
        assert connection.exec_driver_sql("SELECT to_regclass('half')").scalar() is None


def test_connections_cut_while_they_rest_are_not_noticed(postgres_engine: Engine, postgres: Postgres) -> None:
    """The pool tries a connection before it hands it out."""
    log = SqlVisitLog(postgres_engine)
    log.append([line("v", 0)])
    name = postgres_engine.url.database
    assert postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert len(log.read("v")) == 1


def test_an_acknowledged_event_survives_a_crash_of_the_server(own: OwnPostgres, open_engine: OpenEngine,
                                                                    caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    """The server crashes while four threads append: they get a `StoreError` and the log no traceback; after its start they go on, and
    nothing that was acknowledged is lost."""
    engine = open_engine(own.create())
    migrate(engine)
    log = SqlVisitLog(engine)
    acknowledged: dict[str, int] = {f"v{n}": 0 for n in range(4)}
    said: list[str] = []

    def append(visit: str) -> None:
        try:
            while True:
                log.append([line(visit, acknowledged[visit], personal={"value": "secret"})])
                acknowledged[visit] += 1
        except StoreError as error:
            said.append(str(error))

    threads = [threading.Thread(target=append, args=(visit,)) for visit in acknowledged]
    for thread in threads:
        thread.start()
    while min(acknowledged.values()) < 10:
        time.sleep(0.01)
    own.crash()
    for thread in threads:
        thread.join(30)
    assert len(said) == 4 and all("secret" not in text and "v0" not in text for text in said)
    assert all("lost" in text or "reached" in text or "starting, stopping" in text for text in said)
    with pytest.raises(StoreError, match="cannot be reached"):
        log.read("v0")
    assert not [record for record in caplog.records if record.exc_info]
    own.start()
    for visit, count in acknowledged.items():
        events = log.read(visit)
        assert count <= len(events) <= count + 1  # the last one may have come in without its acknowledgement
        assert [event.seq for event in events] == list(range(len(events)))
        log.append([line(visit, len(events))])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"username": "ann", "password": "wrong"}, "refuses the user or the password"),
        ({"username": "ann", "password": None}, "refuses the user or the password"),
        ({"username": "nobody", "password": "se@cret"}, "refuses the user or the password"),
        ({"database": "nosuch"}, "does not exist on the server"),
        ({"host": "127.0.0.1", "port": 1, "password": "se@cret", "query": {}}, "cannot be reached"),
        ({"host": "nosuch.invalid", "password": "se@cret", "query": {}}, "cannot be reached"),
        ({"query": {"host": "/nowhere", "password": "se@cret"}}, "cannot be reached"),
        ({"query": {"sslmode": "perhaps", "password": "se@cret"}}, "the address of the database cannot be read: .*sslmode"),
        ({"query": {"pasword": "se@cret"}}, "the address of the database cannot be read: .*pasword"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_one_line(
    own: OwnPostgres, open_engine: OpenEngine, change: dict[str, object], message: str
) -> None:
    """Wrong password, user, database, host, port or option: what it is and for which database, without the password."""
    engine = open_engine(make_url(own.address).set(**change).render_as_string(hide_password=False))  # type: ignore[arg-type]  # parts of an address
    with pytest.raises(StoreError, match=message) as refused:
        migrate(engine)
    said = str(refused.value)
    assert "\n" not in said and "cret" not in said and "wrong" not in said
    assert said.endswith(")") and "postgresql+psycopg://" in said


def test_a_right_password_is_let_in(own: OwnPostgres, open_engine: OpenEngine) -> None:
    """A user who owns the database needs no other right; `@` in a password is written `%40`, and one who forgets that is told so."""
    database = make_url(own.create()).database
    own.run(f"ALTER DATABASE {database} OWNER TO ann")
    address = make_url(own.at(database or "")).set(username="ann", password="se@cret").render_as_string(hide_password=False)
    assert "se%40cret" in address
    migrate(open_engine(address))
    SqlVisitLog(open_engine(address)).append([line("v", 0)])
    with pytest.raises(StoreError, match="write @ as %40") as refused:
        open_database("postgresql://ann:se@cret@localhost/diagnostics")
    assert "cret" not in str(refused.value)


def test_a_server_without_free_connections_says_so(own: OwnPostgres, open_engine: OpenEngine) -> None:
    """The limit of a user or of the server is reached."""
    own.run("CREATE ROLE ben LOGIN PASSWORD 'x' CONNECTION LIMIT 1")
    address = make_url(own.address).set(username="ben", password="x").render_as_string(hide_password=False)
    with reading(open_engine(address)), pytest.raises(StoreError, match="takes no more connections"), reading(open_engine(address)):
        pass


def test_a_user_who_may_not_make_tables_is_told_so(own: OwnPostgres, open_engine: OpenEngine) -> None:
    """A user without rights in the database."""
    with pytest.raises(StoreError, match="lacks a right"):
        migrate(open_engine(make_url(own.create()).set(username="ann", password="se@cret").render_as_string(hide_password=False)))


def test_a_database_in_another_encoding_is_refused(postgres: Postgres, open_engine: OpenEngine) -> None:
    """A database that cannot keep every letter is refused at the start, not when the first customer writes one."""
    address = postgres.create("template0", "ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(StoreError, match=r"LATIN1.*UTF8"):
        migrate(open_engine(address))
    postgres.drop(address)


def test_a_database_that_cannot_be_written_is_read(postgres_address: str, postgres: Postgres, open_engine: OpenEngine) -> None:
    """A read-only database answers what is asked and says why it stores nothing."""
    SqlVisitLog(open_engine(postgres_address)).append([line("v", 0)])
    postgres.run(f"ALTER DATABASE {make_url(postgres_address).database} SET default_transaction_read_only = on")
    log = SqlVisitLog(open_engine(postgres_address))
    with pytest.raises(StoreError, match="cannot be written"):
        log.append([line("v", 1)])
    assert len(log.read("v")) == 1


@pytest.mark.parametrize(("state", "message"), [("53100", "disk of the database server is full"), ("58030", "does not read or write"),
                                                ("40001", "two processes"), ("XX001", "damaged"), ("22P02", "refused a value")])  # fmt: skip
def test_a_server_in_trouble_stores_nothing(postgres_engine: Engine, state: str, message: str) -> None:
    """The server breaks off an append in its last statement, as it does on a full disk: a message, and nothing of the append is there."""
    with writing(postgres_engine) as connection:
        connection.exec_driver_sql("CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS"
                                   f" $$ BEGIN RAISE EXCEPTION 'could not extend file: secret' USING ERRCODE = '{state}'; END $$")  # fmt: skip
        connection.exec_driver_sql("CREATE TRIGGER fails BEFORE INSERT ON issued_code FOR EACH ROW EXECUTE FUNCTION fails()")
    log = SqlVisitLog(postgres_engine)
    with pytest.raises(StoreError, match=message) as refused:
        log.append([line("v", 0, personal={"value": "secret"})], "CODE")
    assert "secret" not in str(refused.value)
    assert log.read("v") == []


def test_who_waits_too_long_is_told_so(postgres_address: str, postgres_engine: Engine, open_engine: OpenEngine) -> None:
    """Another writer of the same event does not come to an end; a statement takes too long; whoever may take long, may."""
    hasty = make_url(postgres_address).update_query_dict({"options": "-c lock_timeout=100ms -c statement_timeout=200ms"})
    engine = open_engine(hasty.render_as_string(hide_password=False))
    with writing(postgres_engine) as connection:
        connection.exec_driver_sql("INSERT INTO visit_code VALUES ('v', 'CODE', now())")
        with pytest.raises(StoreError, match="somebody else held"):
            SqlVisitLog(engine).append([line("v", 0)], "OTHER")
    with pytest.raises(Conflict):
        SqlVisitLog(engine).append([line("v", 0)], "OTHER")
    with pytest.raises(StoreError, match="more than 30 s for one statement"), reading(engine) as connection:
        connection.exec_driver_sql("SELECT pg_sleep(5)")
    with writing(engine) as connection:
        room.unhurried(connection)
        connection.exec_driver_sql("SELECT pg_sleep(0.3)")


def test_of_those_who_are_alone_one_goes_after_the_other(postgres_engine: Engine) -> None:
    """A second transaction that is alone with the same thing waits for the first one to end; one with another thing does not."""
    order: list[str] = []

    def second() -> None:
        with writing(postgres_engine) as connection:
            alone(connection, "counting")
            order.append("second")

    with writing(postgres_engine) as connection:
        alone(connection, "counting")
        thread = threading.Thread(target=second)
        thread.start()
        with writing(postgres_engine) as other:
            alone(other, "something else")
        time.sleep(0.2)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_each_known_state_is_one_that_postgres_has() -> None:
    """The states by which errors are told apart exist; each meaning is one line."""
    known = {str(e.sqlstate): e for e in vars(errors).values() if isinstance(e, type) and isinstance(getattr(e, "sqlstate", None), str)}
    for state, words in room.MEANINGS.items():
        assert "\n" not in words
        assert any(room.meaning(error()) == words for named, error in known.items() if named.startswith(state)), state
