"""The Neo4j that the tests stand on is a real one, keeps its password to itself, and outlives nobody."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from tests.neo4j_server import jars
from tests.neo4j_server.for_tests import missing, named_server
from tests.neo4j_server.server import Server, ServerFailed, running_server, why_not

ROOT = Path(__file__).parents[2]
PROC = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc on this machine")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if (problem := why_not()) is not None:
        missing(problem)
    with running_server(tmp_path_factory.mktemp("neo4j")) as started:
        yield started


def answer(server, query):
    with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        return driver.execute_query(query).records[0][0]


@pytest.mark.neo4j
class TestServer:
    def test_it_answers(self, server):
        assert answer(server, "RETURN 1") == 1

    def test_it_is_the_version_that_was_asked_for(self, server):
        version = answer(server, "CALL dbms.components() YIELD versions RETURN versions[0]")
        assert jars.library().name == f"lib-{version}"

    @pytest.mark.parametrize("password", ["neo4j", "another"])
    def test_a_wrong_password_is_refused(self, server, password):
        with server.driver(password) as driver, pytest.raises(AuthError):
            driver.execute_query("RETURN 1")

    def test_killed_and_started_again_it_has_what_it_had(self, server):
        answer(server, "CREATE (kept:Kept {name: 'Ældresystemet'}) RETURN 1")
        before, uri = server.pid, server.uri
        server.kill()
        server.restart()
        assert (server.uri, server.pid != before) == (uri, True)
        assert answer(server, "MATCH (kept:Kept) RETURN kept.name") == "Ældresystemet"

    @PROC
    def test_the_password_is_with_the_driver_alone(self, server):
        process = Path("/proc", str(server.pid))
        seen = [process / "cmdline", process / "environ", *filter(Path.is_file, server.folder.rglob("*"))]
        assert [path for path in seen if server.password.encode() in path.read_bytes()] == []
        assert server.password not in repr(server)

    @PROC
    def test_it_listens_on_loopback_alone(self, server):
        port = f":{int(server.uri.rpartition(':')[2]):04X} "
        tables = [Path("/proc/net", name).read_text(encoding="ascii").splitlines() for name in ("tcp", "tcp6")]
        listening = [line.split()[1] for table in tables for line in table if f"{port}" in line and " 0A " in line]
        assert [address.partition(":")[0] for address in listening] in (
            ["0100007F"],
            ["0000000000000000FFFF00000100007F"],
        )

    def test_a_folder_that_holds_something_is_refused(self, server):
        with pytest.raises(FileExistsError, match="is not empty"), running_server(server.folder):
            pass


@pytest.mark.neo4j
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells of a process that is not one's own child")
def test_two_run_side_by_side_and_each_goes_with_the_process_that_started_it(server, tmp_path):
    command = [sys.executable, "-m", "tests.neo4j_server.started_and_left", str(tmp_path / "left")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        pid, uri = program.stdout.readline().split()
        ended = os.pidfd_open(int(pid))
        assert uri != server.uri
        assert answer(server, "RETURN 1") == 1
        assert select.select([ended], [], [], 0)[0] == []
        program.kill()
    assert select.select([ended], [], [], 60)[0] == [ended]
    os.close(ended)


@pytest.mark.neo4j
def test_a_server_that_cannot_start_says_why(server, tmp_path):
    why = r"ended with status 1\n(.*\n)*.*Too small maximum heap"
    with pytest.raises(ServerFailed, match=why), running_server(tmp_path, heap="1k"):
        pass


def test_the_servers_own_folder_is_absolute_and_without_detours():
    folder = Path("a", "..", "b")
    assert Server(folder, password="", heap="1g", port=0).folder == Path.cwd() / "b"


def test_only_the_tests_own_variables_name_a_server():
    assert named_server({"NEO4J_URI": "bolt://production", "NEO4J_PASSWORD": "x"}) is None
    named = named_server({"LANDSKAB_TEST_NEO4J_URI": "bolt://127.0.0.1:1", "LANDSKAB_TEST_NEO4J_PASSWORD": "secret"})
    assert (named.uri, named.username, named.password) == ("bolt://127.0.0.1:1", "neo4j", "secret")
    assert "secret" not in repr(named)


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_without_a_server_a_test_is_skipped_and_fails_with_ci(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no Java"):
        missing("there is no Java")


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ('openjdk version "17.0.15" 2025-04-15\njdk.compiler@17', None),
        ('openjdk version "21" 2023-09-19\njdk.compiler@21', None),
        ('openjdk version "17.0.15" 2025-04-15\njava.base@17', "without a compiler"),
        ('openjdk version "11.0.2"\njdk.compiler@11', "needs Java 17 or newer"),
        ('java version "1.8.0_392"', "needs Java 17 or newer"),
        ("", "no Java"),
    ],
)
def test_what_java_says_decides(tmp_path, monkeypatch, says, sentence):
    for name, text in (("java", says), ("mvn", "")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{text}'\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert why_not() is None if sentence is None else sentence in why_not()


def test_the_archives_come_whole_when_two_fetch_at_once(tmp_path):
    fresh, folder = tmp_path / "fresh", tmp_path / "lib"
    for made in (fresh, folder):
        made.mkdir()
        (made / "one.jar").write_bytes(b"")
    jars._move(fresh, folder)
    assert [path.name for path in folder.iterdir()] == ["one.jar"]
    with pytest.raises(OSError, match="missing"):
        jars._move(tmp_path / "missing", tmp_path / "nowhere")
