"""A Neo4j server that is away, stands still, refuses, is full or is somebody else's; and what is said of it."""

from __future__ import annotations

import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
import typer

from app.cli.main import app, run
from app.settings import Settings
from model.claims.batch import Batch
from model.claims.state import State
from model.errors import InputError, StoreAway, StoreError, StoreRefuses, StoreTooNew
from stores.neo4j.commits import next_copy
from stores.neo4j.login import Login
from stores.neo4j.store import _LOCK, Neo4jStore
from stores.neo4j.waiting import Writing, waited_for
from stores.opening import open_store
from tests.neo4j_server.for_tests import missing
from tests.neo4j_server.server import Server, running_server, why_not
from tests.stores.sqlite.test_refusals import as_nobody
from tests.stores.states import assert_same, marked, marks, revision

LANDSKAB = Path(sys.executable).with_name("landskab")
SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"
SECRET = "hemmelig-kode-7"
LIMIT = 60  # seconds; the driver alone waits 120 for a server that stands still
SILENCE = "the server does not answer"
SILENT = "serveren svarer ikke. Se efter, at den kører og kan nås."


def asked(*words: str | Path, lang: str = "", **environ: str) -> tuple[int, str]:
    """What the real program answers with, and all that it says."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "LANDSKAB_"))}
    done = subprocess.run(
        [LANDSKAB, *(("--lang", lang) if lang else ()), *words],
        check=False,
        env={**clean, **environ},
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    return done.returncode, done.stdout + done.stderr


def store_of(server: Server) -> closing[Neo4jStore]:
    return closing(Neo4jStore(server.uri, Login(server.username, server.password)))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of these tests' own, which they stop, kill and fill; revision 1 is in it at first."""
    if (problem := why_not()) is not None:
        missing(problem)
    with running_server(tmp_path_factory.mktemp("refusing") / "graph") as server:
        with store_of(server) as store:
            store.append(marked(1), revision(1))
        yield server


@pytest.fixture
def emptied(neo4j_server):
    with closing(Neo4jStore(neo4j_server.uri, Login(neo4j_server.username, neo4j_server.password))) as store:
        store._server.run("MATCH (n) DETACH DELETE n")
        yield store
        store._server.run("MATCH (n) DETACH DELETE n")


def stand_still(server: Server) -> None:
    """Stop the server, and wait until all of it has stopped: after the signal alone a thread may still answer."""
    os.kill(server.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, server.pid, os.WSTOPPED)


@contextmanager
def standing_still(server: Server) -> Iterator[None]:
    try:
        stand_still(server)
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


# -- nobody there, or not let in ------------------------------------------------------------------------------------


@pytest.fixture
def nowhere() -> str:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return f"bolt://127.0.0.1:{door.getsockname()[1]}"


def test_a_server_that_is_not_there_is_one_sentence(nowhere):
    words = ("--store", nowhere, "systems", "cpr")
    assert asked(*words, NEO4J_PASSWORD=SECRET) == (1, f"Lageret {nowhere}: {SILENT}\n")
    english = f"The store {nowhere}: the server does not answer. See that it runs and can be reached.\n"
    assert asked(*words, lang="en", NEO4J_PASSWORD=SECRET) == (1, english)


@pytest.mark.neo4j
def test_a_wrong_password_is_one_sentence_and_many_are_another(own):
    """Of a user who is there: nobody is shut out under a name that the server does not know."""
    with own.driver() as driver:
        driver.execute_query("CREATE USER glemsom SET PASSWORD $one", one=SECRET, database_="system")
    words = ("--store", own.uri, "systems", "cpr")
    wrong = {"NEO4J_USERNAME": "glemsom", "NEO4J_PASSWORD": SECRET[::-1]}
    refused = f"Lageret {own.uri}: serveren afviser login. Se NEO4J_USERNAME og adgangskoden efter.\n"
    assert asked(*words, **wrong) == (1, refused)
    with closing(Neo4jStore(own.uri, Login("glemsom", SECRET[::-1]))) as store:
        errors = [_error(store) for _ in range(20)]
    assert all(isinstance(error, StoreRefuses) for error in errors)
    assert any("refuses every login for some seconds" in str(error) for error in errors)


def _error(store: Neo4jStore) -> Exception:
    with pytest.raises(StoreError) as raised:
        store.newest()
    return raised.value


@pytest.mark.neo4j
def test_a_user_who_must_change_the_password_first_is_told_so(own):
    with own.driver() as driver:
        driver.execute_query("CREATE USER ny SET PASSWORD $one CHANGE REQUIRED", one=SECRET, database_="system")
    with closing(Neo4jStore(own.uri, Login("ny", SECRET))) as store:
        assert "wants the password changed before it is used" in str(_error(store))


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_an_encrypted_address_of_a_server_that_does_not_encrypt_says_so(own, scheme):
    url = own.uri.replace("bolt", scheme)
    with closing(Neo4jStore(url, Login(own.username, own.password))) as store:
        assert f"{url}: no encrypted connection comes about" in str(_error(store))


@pytest.mark.neo4j
def test_the_address_of_a_cluster_finds_a_single_server_too(own):
    with closing(Neo4jStore(own.uri.replace("bolt", "neo4j"), Login(own.username, own.password))) as store:
        assert store.newest() == 1


# -- the password ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environ", [{}, {"NEO4J_PASSWORD": ""}, {"NEO4J_PASSWORD_FILE": ""}, {"NEO4J_PASSWORD_FILE": "empty"}], ids=str
)
def test_without_a_password_it_says_where_to_put_it(environ, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").touch()
    assert run(["--store", "bolt://localhost", "systems", "x"], environ) == 2
    assert capsys.readouterr().err == (
        "Lagerets adgangskode er ikke angivet. Sæt NEO4J_PASSWORD, eller NEO4J_PASSWORD_FILE til en fil, der indeholder"
        " den.\n"
    )


@pytest.mark.parametrize("text", [SECRET, f"{SECRET}\n", f"{SECRET}\r\n", f"{SECRET}\nand a remark\n"])
def test_a_password_file_may_end_in_a_new_line(text, tmp_path):
    (tmp_path / "kode").write_text(text, encoding="utf-8", newline="")
    assert Login.read({"NEO4J_PASSWORD_FILE": str(tmp_path / "kode")}).password == SECRET


@pytest.mark.parametrize("variable", ["NEO4J_PASSWORD_FILE", "NEO4J_AUTH_FILE"])
def test_a_password_in_the_environment_goes_before_the_file(variable):
    assert Login.read({"NEO4J_PASSWORD": SECRET, variable: "/nowhere"}).password == SECRET


def test_the_file_of_neo4js_container_holds_user_and_password(tmp_path):
    (tmp_path / "auth").write_text(f"drift/{SECRET}\n", encoding="utf-8")
    environ = {"NEO4J_AUTH_FILE": str(tmp_path / "auth")}
    assert Login.read(environ) == Login("drift", SECRET)
    assert Login.read({**environ, "NEO4J_USERNAME": "neo4j"}) == Login("neo4j", SECRET)


@pytest.mark.parametrize("text", ["", "none\n", "neo4j/\n"])
def test_a_file_without_a_password_is_none(text, tmp_path):
    (tmp_path / "auth").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="password is not set"):
        Login.read({"NEO4J_AUTH_FILE": str(tmp_path / "auth")})


@pytest.mark.parametrize("variable", ["NEO4J_PASSWORD_FILE", "NEO4J_AUTH_FILE"])
@pytest.mark.parametrize("name", ["missing", "folder", "bytes", "closed"])
def test_a_password_file_that_cannot_be_read_is_named(name, variable, tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    (tmp_path / "closed").touch(mode=0o000)
    with as_nobody():
        code = run(["--store", "bolt://localhost", "history"], {variable: str(tmp_path / name)})
    assert (code, capsys.readouterr().err) == (
        2,
        f"{variable} peger på {tmp_path / name}, som ikke kan læses.\n",
    )


@pytest.mark.parametrize(
    "rest",
    [
        f"neo4j:{SECRET}@localhost:7687",
        f"{SECRET}@localhost",
        f"localhost:7687/{SECRET}",
        f"localhost?password={SECRET}",
        f"localhost#{SECRET}",
        f"localhost:{SECRET}",
        f"local host {SECRET}",
        "[::1",
        "localhost:99999",
        ":7687",
        "",
    ],
)
@pytest.mark.parametrize("scheme", ["neo4j", "bolt+s"])
def test_an_address_that_is_more_or_less_than_a_server_is_not_repeated(rest, scheme, capsys):
    with pytest.raises(InputError) as raised:
        open_store(f"{scheme}://{rest}", {"NEO4J_PASSWORD": "x"})
    assert SECRET not in str(raised.value)
    assert run(["--store", f"{scheme}://{rest}", "history"], {"NEO4J_PASSWORD": "x"}) == 2
    said = capsys.readouterr().err
    assert SECRET not in said
    assert "Lageret peger ikke på nogen server" in said or "Lagerets adresse må ikke" in said


@pytest.mark.parametrize("address", [f"neo4j:{SECRET}@localhost:7687", f"{SECRET}@localhost", SECRET])
def test_what_is_no_address_is_not_repeated(address, capsys):
    with pytest.raises(InputError) as raised:
        open_store(address, {"NEO4J_PASSWORD": "x"})
    assert SECRET not in str(raised.value)
    assert run(["--store", address, "history"], {"NEO4J_PASSWORD": "x"}) == 2
    said = capsys.readouterr().err
    assert SECRET not in said
    assert "Lagerets adresse" in said


@pytest.mark.parametrize("rest", ["localhost", "localhost/", "[::1]:7687", "db.kommune.dk:7687"])
def test_a_server_with_or_without_port_is_an_address(rest):
    open_store(f"neo4j+s://{rest}", {"NEO4J_PASSWORD": SECRET}).close()


def test_the_password_is_in_no_message_log_or_repr(neo4j_server, nowhere, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    login = Login(neo4j_server.username, neo4j_server.password)
    environ = {"NEO4J_PASSWORD": neo4j_server.password, "LANDSKAB_DEBUG": "1"}
    stores = [
        Neo4jStore(neo4j_server.uri, login),
        Neo4jStore(nowhere, login),
        Neo4jStore(neo4j_server.uri, Login("x", SECRET)),
    ]
    said = [repr(login), repr(Settings.read(environ, store=neo4j_server.uri)), *map(repr, stores)]
    assert run(["--store", neo4j_server.uri, "history"], environ) == 0
    assert run(["--store", nowhere, "history"], environ) == 1
    for store in stores[1:]:
        said += ["".join(traceback.format_exception(_error(store))), repr(store._server)]
        store.close()
    said += [caplog.text, *capsys.readouterr()]
    assert "neo4j" in caplog.text  # the driver tells what it does
    assert [text for text in said if neo4j_server.password in text or SECRET in text] == []


def test_no_option_takes_a_password():
    def options(command):
        yield from (name for one in command.params for name in one.opts)
        for below in getattr(command, "commands", {}).values():
            yield from options(below)

    assert [name for name in options(typer.main.get_command(app)) if "pass" in name or "user" in name] == []


# -- somebody else's, or newer --------------------------------------------------------------------------------------


def test_a_database_that_holds_something_else_is_left_as_it_is(emptied):
    emptied._server.run("CREATE (:Person {name: 'Bo'})-[:KENDER]->(:Person {name: 'Ida'})")
    login = {"NEO4J_USERNAME": emptied._server._login.username, "NEO4J_PASSWORD": emptied._server._login.password}
    code, said = asked("--store", emptied.url, "import", SAMPLE, **login)
    assert code == 1
    assert said == (
        f"Lageret {emptied.url}: dens database indeholder allerede noget andet, som er ladt i fred. Giv Systemlandskab"
        " sin egen server.\n"
    )
    there = "MATCH (n) RETURN labels(n) + [n.name] AS said ORDER BY said"
    assert emptied._server.read(lambda tx: tx.run(there).value()) == [["Person", "Bo"], ["Person", "Ida"]]


def test_a_layout_of_a_newer_program_is_neither_read_nor_written(emptied):
    emptied.append(marked(1), revision(1))
    emptied._server.run("MATCH (l:Landskab) SET l.version = 99")
    for tried in (emptied.newest, emptied.history, emptied.load, lambda: emptied.append(marked(2), revision(2))):
        with pytest.raises(StoreTooNew, match=r"its version is 99, and this program knows up to \d+\)\. Update"):
            tried()
    assert emptied._server.read(lambda tx: tx.run("MATCH (r:Revision) RETURN r.number").value()) == [1]


# -- stands still, goes and comes back ------------------------------------------------------------------------------


def in_time(ask) -> Future:
    """The outcome; fails where it takes as long as the driver alone would."""
    outcome: Future = Future()

    def work():
        try:
            outcome.set_result(ask())
        except StoreError as error:
            outcome.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    outcome.exception(timeout=LIMIT)
    return outcome


@pytest.mark.neo4j
def test_a_server_that_stands_still_is_away_and_then_back(own):
    with store_of(own) as known, store_of(own) as fresh:
        assert known.newest() == 1
        with standing_still(own):
            for store in (known, known, fresh):
                assert isinstance(in_time(store.newest).exception(), StoreAway)
        for store in (known, fresh):
            assert marks(store.load()) == {"1"}


@pytest.mark.neo4j
def test_a_server_that_stands_still_in_the_middle_of_an_answer_is_away(own):
    with store_of(own) as store:

        def work(tx):
            tx.run("RETURN 1").consume()
            stand_still(own)
            return tx.run("RETURN 2").single()

        try:
            assert isinstance(in_time(lambda: store._server.read(work)).exception(), StoreAway)
        finally:
            os.kill(own.pid, signal.SIGCONT)
        assert store.newest() == 1


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_server_that_stands_still_in_the_middle_of_an_import_is_away_and_nothing_is_stored(own):
    with store_of(own) as store, store_of(own) as other:
        before = store.newest()
        with other._server.transaction() as tx:
            tx.run(_LOCK).consume()  # the import waits here, in the middle, when the server stops
            outcome: list[Exception] = []

            def bring_in():
                with pytest.raises(StoreAway) as raised:
                    store.append(marked(before + 1), revision(before + 1))
                outcome.append(raised.value)

            importing = threading.Thread(target=bring_in, daemon=True)
            importing.start()
            importing.join(2)
            with standing_still(own):
                importing.join(LIMIT)
        assert [SILENCE in str(error) for error in outcome] == [True]
        assert store.newest() == before
        store.append(marked(before + 1), revision(before + 1))
        assert_same(store.load(), marked(before + 1))


@pytest.mark.parametrize("step", ["given up", "committing"])
def test_two_agree_whether_an_import_goes_on(step):
    writing = Writing()
    if step == "given up":
        writing.give_up("bolt://a")
        with pytest.raises(StoreAway, match=r"given up\. Nothing was stored"):
            writing.begin_commit("bolt://a")
    else:
        writing.begin_commit("bolt://a")
        with pytest.raises(StoreAway, match="Look in the history"):
            writing.give_up("bolt://a")


LONG = {
    "an id": {"systems": {"s" * 9_000: {"name": "A"}}},
    "an id of letters of two bytes": {"systems": {"ø" * 4_100: {"name": "A"}}},
    "a vendor": {"systems": {"a": {"name": "A", "vendor": "v" * 9_000}}},
    "a capability": {"systems": {"a": {"name": "A", "capabilities": ("c" * 9_000,)}}},
    "a flow": {"flows": {"f" * 9_000: {"provider": "CPR", "consumer": "CVR"}}},
}


@pytest.mark.parametrize("what", LONG)
def test_a_key_that_is_too_long_is_refused_by_name(emptied, what):
    state = State().with_batch(Batch.of("hand", **LONG[what]))
    with pytest.raises(InputError, match=r"more than a Neo4j store can find it by\. Nothing was stored"):
        emptied.append(state, revision(1))
    assert emptied.newest() == 0


def test_a_key_as_long_as_can_be_is_stored(emptied):
    state = State().with_batch(Batch.of("hand", systems={"s" * 8_000: {"name": "A", "vendor": "ø" * 4_000}}))
    emptied.append(state, revision(1))
    assert emptied.verify().differences == ()


def test_no_two_copies_of_the_graph_ever_have_one_number(emptied):
    emptied.append(marked(1), revision(1))
    numbers = [next_copy(emptied._server) for _ in range(3)]
    assert len(set(numbers)) == 3
    with suppress(StoreError), emptied._server.transaction() as tx:
        tx.run(_LOCK).consume()
        undone = next_copy(emptied._server)
        raise StoreError("an import that is undone")
    assert next_copy(emptied._server) > undone > max(numbers)


def test_who_takes_long_is_waited_for_as_long_as_it_is_there():
    seen, enough = [], threading.Event()

    def alive():
        seen.append(1)
        if len(seen) == 3:
            enough.set()

    assert waited_for(lambda: enough.wait() and "answer", alive=alive, patience=0.001) == "answer"
    assert len(seen) >= 3


def test_who_is_not_there_is_waited_for_no_longer():
    ended = threading.Event()

    def alive():
        raise StoreAway("gone")

    with pytest.raises(StoreAway, match="gone"):
        waited_for(ended.wait, alive=alive, patience=0.001)
    ended.set()


def test_an_error_comes_through_the_waiting():
    with pytest.raises(KeyError, match="missing"):
        waited_for(lambda: {}["missing"], alive=lambda: None, patience=1)


@pytest.mark.neo4j
@pytest.mark.slow
def test_an_import_waits_for_another_longer_than_a_server_may_be_silent(own):
    before = own_newest(own)
    with store_of(own) as one, store_of(own) as other, ThreadPoolExecutor(1) as pool:
        with one._server.transaction() as tx:
            tx.run(_LOCK).consume()
            waiting = pool.submit(other.append, marked(before + 1), revision(before + 1))
            with pytest.raises(TimeoutError):
                waiting.result(timeout=12)
            assert one.newest() == before
        waiting.result()
        assert one.newest() == before + 1


def own_newest(server: Server) -> int:
    with store_of(server) as store:
        return store.newest()


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_server_that_was_started_anew_is_found_by_the_same_store(own):
    with store_of(own) as store:
        before = store.newest()
        own.kill()
        with pytest.raises(StoreAway, match="does not answer"):
            store.load()
        own.restart()
        store.append(marked(before + 1), revision(before + 1))
        assert_same(store.load(), marked(before + 1))


# -- cannot be written ----------------------------------------------------------------------------------------------


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_server_that_may_only_be_read_is_read_and_says_so(own):
    before = own_newest(own)
    own.settings["server.databases.default_to_read_only"] = "true"
    own.restart()
    try:
        login = {"NEO4J_USERNAME": own.username, "NEO4J_PASSWORD": own.password}
        code, said = asked("--store", own.uri, "import", SAMPLE, **login)
        assert code == 1
        assert said == (
            f"Lageret {own.uri}: denne server må kun læses. Intet er gemt. Skriv til en, der må skrives i; i en klynge"
            " finder en adresse, der begynder med neo4j://, den.\n"
        )
        with store_of(own) as store:
            assert marks(store.load()) == {str(before)}
    finally:
        own.settings.clear()
        own.restart()
    assert own_newest(own) == before


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process's files")
def test_a_server_whose_disk_takes_no_more_stores_nothing(own):
    with store_of(own) as store:
        before = store.newest()
        log = max((own.folder / "data" / "transactions" / "neo4j").glob("neostore.transaction.db.*"))
        resource.prlimit(own.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
        refused = None
        while refused is None and before < 50:  # a log that is laid out ahead takes some of them
            try:
                store.append(marked(before + 1), revision(before + 1))
                before += 1
            except StoreError as error:
                refused = str(error)
        assert "cannot write to its disk, which may be full. Nothing was stored" in str(refused)
        with pytest.raises(StoreAway, match="has stopped its database after an error of its own"):
            store.newest()
        own.kill()
        own.restart()
        assert_same(store.load(), marked(before))
        store.append(marked(before + 1), revision(before + 1))
        assert store.verify().leftovers == ()
