"""Words that are no words: far too long, halves of characters, what nobody sees. Every door says so."""

import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.application import create_app
from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.errors import InputError
from model.landscape.landscape import Landscape
from model.landscape.turned_off import turned_off
from model.word_limits import LONGEST, MOST
from tests.app.town import store_of, town

HERE = "http://127.0.0.1"
HALF = "\\ud800"
LONG = "kmd aktiv " * 100_000


@pytest.fixture
def landskab(tmp_path):
    return town(tmp_path)


@pytest.fixture
def client(landskab):
    with TestClient(create_app(landskab), base_url=HERE, raise_server_exceptions=True) as client:
        yield client


BODIES = [
    f'{{"turn_off": ["{HALF}"]}}',
    f'{{"turn_off": ["a"], "{HALF}": 1}}',
    f'{{"turn_off": ["a"], "at": "{HALF}"}}',
    f'{{"turn_off": "{HALF}"}}',
    f'{{"turn_off": ["a"], "changes": [{{"flow": "{HALF}", "provider": "a"}}]}}',
    f'{{"turn_off": ["a"], "changes": [{{"flow": "a", "provider": "a", "interface": "{HALF}"}}]}}',
    f'{{"turn_off": ["a"], "changes": [{{"flow": "a", "provider": "a", "via": ["{HALF}"]}}]}}',
    f'"{HALF}"',
]


@pytest.mark.parametrize("body", BODIES)
def test_half_a_character_in_a_body_is_told(client, body):
    answer = client.post("/api/v1/impact", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["detail"]


HALVES = ["%ED%A0%80", "%FF", "%C3"]


ADDRESSES = [
    "/api/v1/systems?q={}", "/api/v1/systems?cursor={}", "/api/v1/systems/{}", "/api/v1/systems/{}/impact",
    "/api/v1/systems/opus/impact?at={}", "/api/v1/overview?system={}", "/api/v1/moves?price={}", "/systems/{}",
    "/systems?q={}", "/impact?what={}", "/suggest?q={}", "/impact.xlsx?what={}", "/overview?number={}",
    "/moves?lang={}", "/tag?system={}",
]  # fmt: skip


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_bytes_that_are_no_text_in_an_address_break_nothing(client, address, half):
    assert client.get(address.format(half), follow_redirects=False).status_code < 500


@pytest.mark.parametrize("half", HALVES)
def test_nor_in_a_form(client, half):
    for path in ("/tag", "/import"):
        form = f"system={half}&word={half}&own={half}&back={half}&source={half}"
        answer = client.post(path, content=form, headers={"content-type": "application/x-www-form-urlencoded"})
        assert answer.status_code < 500


def test_a_word_of_a_megabyte_is_no_word(client):
    answer = client.post("/api/v1/impact", json={"turn_off": [LONG]})
    assert answer.status_code == 422
    assert str(LONGEST) in answer.text
    assert len(answer.text) < 1000


def test_a_verb_looks_at_its_words(landskab):
    for ask in (
        lambda: landskab.impact([LONG]),
        lambda: landskab.impact(["opus"] * (MOST + 1)),
        lambda: landskab.systems(LONG),
        lambda: landskab.systems(cursor=LONG),
        lambda: landskab.system(LONG),
        lambda: landskab.tag("opus", [LONG]),
        lambda: landskab.tag("opus", ["gis"], by="Ida\x1b[2J"),
        lambda: landskab.ask("moves", {"switch_cost": [LONG]}),
        lambda: landskab.order_sources([LONG]),
        lambda: landskab.remove_source(LONG),
        lambda: landskab.import_upload(b"id,name\na,A\n", "systems.csv", prefix=LONG),
        lambda: landskab.import_upload(b"id,name\na,A\n", "systems.csv", prefix="\u202e"),
    ):
        with pytest.raises(InputError) as told:
            ask()
        assert len(str(told.value)) < 300


@pytest.mark.parametrize("source", ["\x00", "\u202e", "a\x1bb", "a\u200bb"])
def test_a_source_has_a_name_that_is_seen(client, source):
    file = {"file": ("systems.csv", b"id,name\na,A\n")}
    assert client.post("/api/v1/imports", params={"source": source}, files=file).status_code == 422
    assert client.post("/import", data={"source": source, "act": "import"}, files=file).status_code == 422
    assert [one["source"] for one in client.get("/api/v1/sources").json()["items"]] == ["hand"]


def old_landscape(landskab, source, system):
    """A landscape from before ids and names were looked at."""
    state = landskab.store.load(1).with_batch(Batch.of(source, systems={system: {"name": "A"}}))
    landskab.store.append(state, Revision(2, "2026-11-01T08:00:00+00:00", "import", source, ""))
    return landskab


@pytest.mark.parametrize("system", ["a\nb", "a\n", "\x1b[31m", "a\u202eb", "a\x00b", "a/../b", "a?b#c"])
def test_an_old_id_has_its_page_and_its_address(landskab, system):
    old_landscape(landskab, "old", system)
    with TestClient(create_app(landskab), base_url=HERE) as client:
        assert client.get(f"/systems/{quote(system, safe='')}").status_code == 200
        assert client.get(f"/api/v1/systems/{quote(system, safe='')}").json()["id"] == system
        assert client.get(f"/api/v1/systems/{quote(system, safe='')}/impact").status_code == 200


@pytest.mark.parametrize(
    ("source", "written"), [("\x00", r"\x00"), ("\x00", r"\u0000"), ("\u202e", r"\u202e"), ("a\x1bb", r"a\x1bb")]
)
def test_an_old_source_is_removed_by_the_name_that_is_shown(landskab, source, written):
    old_landscape(landskab, source, "x")
    assert landskab.remove_source(written) == 3
    assert [one.source for one in landskab.sources()] == ["hand"]


@pytest.mark.parametrize(
    "arguments", [["impact"], ["system"], ["systems"], ["tag", "opus"], ["sources", "remove"], ["overview", "--system"],
                  ["cypher"], ["graph", "--out", "x.html"], ["impact", "opus", "--at"], ["sources", "order"]]
)  # fmt: skip
def test_an_argument_that_is_no_text_is_the_users_own_error(tmp_path, arguments):
    town(tmp_path).store.close()
    command = [sys.executable, "-c", "from app.cli.main import main; main()", "--store", store_of(tmp_path), *arguments]
    done = subprocess.run([*map(str.encode, command), b"caf\xe9"], check=False, capture_output=True, timeout=120)
    assert done.returncode == 2, done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stderr.decode("utf-8").count("\n") == 1


SECONDS = 20
"""Processor time of what takes a fraction of one; before there was a limit it took minutes."""
MANY = [
    ("/?" + "&".join(f"what=ukendt{n}" for n in range(3500)), 400),
    ("/?" + "&".join(f"what=kmd-aktiv{n}" for n in range(200)), 200),
    ("/impact?what=opus&" + "&".join(f"p{n}=1" for n in range(8000)), 200),
    ("/overview?" + "&".join(f"p{n}=1" for n in range(8000)), 200),
    ("/api/v1/systems?q=" + quote("kmd aktivv " * 45), 200),
    ("/suggest?q=" + quote("aktiv " * 5_000), 400),
    ("/systems?q=" + quote("aktiv " * 5_000), 400),
    ("/impact?what=" + "kmd-aktiv" * 7000, 400),
    ("/api/v1/moves?price=" + quote(" " * 20_000), 422),
]


@pytest.mark.parametrize(("address", "status"), MANY, ids=lambda one: str(one)[:40])
def test_an_address_full_of_words_is_answered_in_time(client, address, status):
    before = time.process_time()
    assert client.get(address, follow_redirects=False).status_code == status
    assert time.process_time() - before < SECONDS


def test_a_question_of_many_vendors_and_contracts_is_one_pass(landskab):
    words = [f"vendor:v{n}" for n in range(300)] + [f"contract:c{n}" for n in range(300)]
    systems = {f"s{n}": {"name": f"S{n}", "vendor": f"v{n}"} for n in range(20_000)}
    contracts = {f"c{n}": {"name": f"C{n}", "systems": (f"s{n + 500}",)} for n in range(300)}
    landscape = Landscape(State().with_batch(Batch.of("hand", systems=systems, contracts=contracts)))
    before = time.process_time()
    assert len(turned_off(landscape, words).systems) == 600
    assert time.process_time() - before < SECONDS
