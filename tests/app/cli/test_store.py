"""`landskab verify` and `landskab copy`: what they say, where, and with which exit code."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from app.cli.main import run
from app.composition import compose
from app.service.copying import fingerprint
from app.settings import Settings
from tests.app.town import SYSTEMS, store_of, town, town_files
from tests.fakes.failing_store import FailingStore
from tests.stores.kinds import cypher, emptied


@pytest.fixture
def landskab(tmp_path):
    """The town with a past: imported, corrected, ordered, a source taken away, and back again."""
    landskab = town(tmp_path)
    more = town_files(tmp_path / "more", systemer=SYSTEMS + "ny;Nyt system;;;;;;;\n")
    landskab.import_path(more, source="kitos")
    landskab.order_sources(["kitos", "hand"])
    landskab.remove_source("hand")
    landskab.undo(2)
    return landskab


@pytest.fixture
def ask(landskab, tmp_path, capfdbinary):
    """One command: its exit code, standard output and standard error."""

    def asked(*arguments, **more):
        capfdbinary.readouterr()
        code = run([*map(str, arguments)], {"LANDSKAB_STORE": store_of(tmp_path), **more})
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return asked


@pytest.fixture
def server(neo4j_server, tmp_path):
    """The address of an empty server, and the environment with its login."""
    address = emptied(neo4j_server, tmp_path)
    return address.uri, {"NEO4J_USERNAME": address.username, "NEO4J_PASSWORD": address.password}


def damage(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE content SET bytes = x'00' WHERE digest IN (SELECT min(digest) FROM content)")
    connection.close()


def test_a_store_that_is_well_says_so_in_a_sentence(ask):
    code, out, told = ask("verify")
    assert (code, told) == (0, "")
    assert re.fullmatch(r"Alt er i orden. Læste revisioner: 5.\nHistorikkens nyeste kontrolsum: [0-9a-f]{64}\n", out)
    code, out, told = ask("--lang", "en", "verify")
    assert (code, told) == (0, "")
    head = out.removeprefix("All is well. Revisions read: 5.\nThe newest checksum of the history: ").strip()
    code, out, err = ask("verify", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "well": True,
        "revisions": 5,
        "nodes": 0,
        "relationships": 0,
        "differences": [],
        "differences_total": 0,
        "leftovers": [],
        "leftovers_total": 0,
        "sealed_from": 1,
        "head": head,
    }


def test_a_damaged_file_is_told_by_revision(ask, tmp_path):
    damage(tmp_path / "town.db")
    code, out, err = ask("verify", "--limit", "1")
    assert (code, err) == (1, "")
    assert "beskadiget: revision " in out
    assert "Viser 1 af " in out
    code, out, err = ask("--lang", "en", "verify", "--json")
    assert (code, err) == (1, "")
    said = json.loads(out)
    assert said["well"] is False
    assert said["differences_total"] == len(said["differences"]) > 0
    assert {one["what"] for one in said["differences"]} == {"damaged"}


@pytest.mark.neo4j
def test_a_graph_that_was_changed_by_hand_is_named(ask, server, neo4j_server):
    uri, login = server
    assert ask("copy", "--to", uri, **login)[0] == 0
    code, out, _ = ask("--store", uri, "verify", **login)
    assert code == 0
    assert out.startswith("Alt er i orden. Læste revisioner: 5. Grafen er, som kilderne siger: knuder ")
    with cypher(neo4j_server) as query:
        query("MATCH (n:System {id: 'opus'}) SET n.name = 'Opus'")
        query("CREATE (:Copy {landscape: 99}), (:System {landscape: 99, id: 'x'})")
    code, out, err = ask("--store", uri, "verify", **login)
    assert (code, err) == (1, "")
    assert out.splitlines()[1].startswith("Historikkens nyeste kontrolsum: ")
    assert out.splitlines()[2:] == [
        "• ændret: (:System {id: 'opus'}). 'name' er 'Opus' og skulle være 'KMD Opus'.",
        "• efterladt: (:System {landscape: 99}). En afbrudt import efterlod 1 af dem; den næste import fjerner dem.",
        "'landskab verify --mend' tegner grafen på ny ud fra det, kilderne siger.",
    ]
    code, out, err = ask("--store", uri, "verify", "--mend", **login)
    assert (code, err) == (0, "")
    assert out.startswith("Alt er i orden. Læste revisioner: 5.")
    assert ask("--store", uri, "impact", "opus", "--slice", "--json", **login) == ask("impact", "opus", "--json")


def test_a_file_has_no_graph_to_draw(ask):
    code, out, err = ask("verify", "--mend")
    assert (code, out) == (2, "")
    assert err == "Kun et Neo4j-lager har en graf, der kan tegnes på ny; udelad det for dette.\n"


def test_an_empty_store_says_so(ask, tmp_path):
    said = ask("--store", f"sqlite:///{tmp_path / 'none.db'}", "verify")
    assert said == (0, "Lageret er tomt: der er ikke indlæst noget endnu.\n", "")


ROUTES = ["sqlite sqlite", "sqlite neo4j", "neo4j sqlite"]


@pytest.mark.parametrize("route", [pytest.param(one, marks=[pytest.mark.neo4j] * ("neo4j" in one)) for one in ROUTES])
def test_both_stores_say_the_same_afterwards(ask, landskab, route, tmp_path, request):
    there, login = f"sqlite:///{tmp_path / 'other.db'}", {}
    if "neo4j" in route:
        there, login = request.getfixturevalue("server")
    here = store_of(tmp_path)
    if route.startswith("neo4j"):
        assert ask("copy", "--to", there, **login)[0] == 0
        here, there = there, f"sqlite:///{tmp_path / 'other.db'}"
    code, out, err = ask("--lang", "en", "copy", "--from", here, "--to", there, "--json", **login)
    assert (code, json.loads(out), err) == (0, {"revision": 5, "copied": 5}, "")
    for question in (["history"], ["sources"], ["impact", "Aktiv"], ["system", "opus"], ["diff", "0", "3"]):
        answers = [ask("--store", store, *question, "--json", **login) for store in (here, there)]
        assert answers[0] == answers[1], question
    other = compose(Settings(store=there, server=login))
    for number in range(1, 6):
        assert fingerprint(other.store.load(number)) == fingerprint(landskab.store.load(number))
    other.store.close()


def test_an_interrupted_copy_goes_on_where_it_stopped(ask, landskab, tmp_path):
    other = compose(Settings(store=f"sqlite:///{tmp_path / 'other.db'}"))
    told = []

    def stop_at_the_third(number, of):
        told.append((number, of))
        if number == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        landskab.copy_to(other, tell=stop_at_the_third)
    assert told == [(1, 5), (2, 5), (3, 5)]
    assert landskab.copy_to(other).new == 3
    assert landskab.copy_to(other).new == 0
    assert list(other.store.history()) == list(landskab.store.history())
    out = ask("copy", "--to", f"sqlite:///{tmp_path / 'other.db'}")[1]
    assert out.endswith("rummer allerede de samme 5 revisioner. Intet blev kopieret.\n")


def test_another_landscape_is_refused_and_left_as_it_is(ask, tmp_path):
    there = f"sqlite:///{tmp_path / 'other.db'}"
    assert ask("--store", there, "import", town_files(tmp_path / "others"))[0] == 0
    code, out, err = ask("copy", "--to", there)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"Lageret {there} rummer et andet landskab")
    assert json.loads(ask("--store", there, "history", "--json")[1])["total"] == 1


def test_a_newer_one_is_refused(ask, landskab, tmp_path):
    there = f"sqlite:///{tmp_path / 'other.db'}"
    assert ask("copy", "--to", there)[0] == 0
    assert ask("--store", there, "sources", "order", "hand")[0] == 0
    assert ask("copy", "--to", there)[0] == 2
    assert ask("copy", "--from", there, "--to", store_of(tmp_path))[0] == 0


def test_the_same_history_with_another_content_is_refused(landskab, tmp_path):
    """Entries of the history can be alike by chance or by hand: what the last one in common holds counts as well."""
    other = compose(Settings(store=f"sqlite:///{tmp_path / 'other.db'}"))
    entry = landskab.store.history()[0]
    other.store.append(landskab.store.load(2).as_revision(1), entry)
    with pytest.raises(Exception, match="holds another landscape"):
        landskab.copy_to(other)


@pytest.mark.parametrize(
    "arguments",
    [
        ["copy"],
        ["copy", "--to", "nonsense"],
        ["copy", "--to", "neo4j://me:secret@example.org"],
        ["copy", "--from", "sqlite:///nothing-here.db", "--to", "sqlite:///other.db"],
        ["verify", "--limit", "0"],
    ],
    ids=" ".join,
)
def test_bad_input_is_code_2_and_one_line(ask, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = ask(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "secret" not in err


def test_a_store_that_is_away_is_told(landskab):
    failing = FailingStore(landskab.store)
    landskab.store = failing
    failing.go_away("verify")
    with pytest.raises(Exception, match="does not answer"):
        landskab.verify()
