"""The API: the command line's answers at addresses, errors as problem documents, tags, and what it documents."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from app.application import create_app
from app.composition import compose
from app.http.json_stream import json_bytes, json_chunks
from app.http.problems import KINDS
from app.service.answers import sources_json
from model.claims.entities import ENTITIES
from model.rows import as_json
from queries.registry import QUESTIONS
from tests.app.town import FILES, SYSTEMS, town, town_files

HERE = "http://127.0.0.1"
SLASHED = "a%2Fb%20c"


@pytest.fixture
def landskab(tmp_path):
    return town(tmp_path)


@pytest.fixture
def client(landskab):
    with TestClient(create_app(landskab), base_url=HERE) as client:
        yield client


def zipped(**changed):
    """The town's files as a ZIP."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in {**FILES, **changed}.items():
            archive.writestr(f"{name}.csv", text)
    return data.getvalue()


def test_search_has_pages(client):
    first = client.get("/api/v1/systems?q=kmd&limit=2").json()
    assert (first["total"], [one["id"] for one in first["items"]]) == (3, ["kmd-aktiv", "momentum"])
    rest = client.get("/api/v1/systems", params={"q": "kmd", "limit": 2, "cursor": first["next"]}).json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (["opus"], None)
    assert first["items"][0].keys() == {*ENTITIES["systems"].fields(), "inherited"}
    assert first["items"][1]["kle"] == []
    assert first["items"][1]["in_use_to"] is None


def test_one_system_is_found_by_id_name_and_alias(client):
    for said in ("kmd-aktiv", "KMD%20Aktiv", "aktiv"):
        sheet = client.get(f"/api/v1/systems/{said}").json()
        assert sheet["id"] == "kmd-aktiv"
    assert [flow["provider_name"] for flow in sheet["needs"]] == ["Det Centrale Personregister"]
    assert [flow["consumer"] for flow in sheet["needed_by"]] == ["flis", "momentum", "opus", "refusion"]


def test_an_encoded_slash_is_part_of_the_id(client):
    assert client.get(f"/api/v1/systems/{SLASHED}").json()["name"] == "Skrå/streg æøå"
    assert client.get(f"/api/v1/systems/{SLASHED}/impact").json()["turned_off"] == ["a/b c"]
    assert client.get("/api/v1/systems/a%2Fimpact").json()["detail"].startswith("'a/impact' is not")
    assert client.get("/api/v1/systems/Skr%C3%A5%2Fstreg%20%C3%A6%C3%B8%C3%A5").json()["id"] == "a/b c"


def test_impact_by_get_and_post_is_the_answer_itself(client, landskab):
    answer = landskab.impact(["kmd-aktiv"])
    got = client.get("/api/v1/systems/kmd-aktiv/impact")
    posted = client.post("/api/v1/impact", json={"turn_off": ["kmd-aktiv"]})
    assert got.content == posted.content == b"".join(json_chunks(answer))
    assert got.json() == json.loads(json.dumps(as_json(answer)))
    assert got.headers["content-type"] == "application/json"


def test_a_limit_cuts_every_list_and_tells(client):
    answer = client.get("/api/v1/systems/kmd-aktiv/impact?limit=1").json()
    assert (len(answer["affected"]), answer["affected_total"]) == (1, 4)
    assert client.get("/api/v1/systems/kmd-aktiv?limit=1").json()["needed_by_total"] == 4


UNCUT = {"chain", "hours_chain", "asked"}
WITH_LISTS = [
    "/api/v1/systems/kmd-aktiv",
    "/api/v1/systems/CPR",
    "/api/v1/systems/opus",
    "/api/v1/systems/kmd-aktiv/impact",
    "/api/v1/revisions/0/diff/1",
    "/api/v1/revisions/1/diff/2",
    "/api/v1/revisions",
    "/api/v1/sources",
]


def lists_in(document, at=""):
    """Every list of a document: where it stands, the object around it, its name, itself."""
    for name, value in document.items():
        if isinstance(value, dict):
            yield from lists_in(value, f"{at}/{name}")
        if isinstance(value, list):
            yield f"{at}/{name}", document, name, value
            for number, one in enumerate(value):
                if isinstance(one, dict):
                    yield from lists_in(one, f"{at}/{name}/{number}")


@pytest.mark.parametrize("address", WITH_LISTS)
def test_a_limit_cuts_every_list_however_deep(client, landskab, tmp_path, address):
    many = {
        "systemer": SYSTEMS.replace(";Aktiv;", ";Aktiv|KA|KMD A;") + "ny;Nyt system;;;;;;Et|To;\n",
        "dataflow": FILES["dataflow"].replace(";Serviceplatformen", ";Serviceplatformen|intranet"),
    }
    landskab.import_path(town_files(tmp_path / "more", **many), source="other")
    whole = {place: found for place, _, _, found in lists_in(client.get(address).json())}
    cut = list(lists_in(client.get(address, params={"limit": 1}).json()))
    assert any(len(found) > 1 for found in whole.values())
    for place, around, name, found in cut:
        if name in UNCUT:
            assert found == whole[place]
            assert f"{name}_total" not in around
        else:
            assert found == whole[place][:1] or isinstance(found[0], dict)
            assert len(found) == min(1, len(whole[place])), place
            assert around[f"{name}_total"] == len(whole[place]), place
    assert client.get(address, params={"limit": 0}).status_code == 422


@pytest.mark.parametrize(
    "address", ["/", "/health", "/docs", "/openapi.json", "/api/v1/systems", "/api/v1/systems/opus/impact", "/nowhere"]
)
def test_head_is_get_without_the_body(client, address):
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (got.status_code, b"")
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert head.headers.get(name) == got.headers.get(name)


def test_head_gives_no_answer_where_get_gives_none(client):
    assert client.head("/api/v1/imports").status_code == 405


def test_an_upload_that_cannot_be_read_is_a_refused_import_with_its_report(client):
    for name, data in {"b.pdf": b"%PDF", "a.xlsx": b"no workbook", "a.zip": b""}.items():
        refused = client.post("/api/v1/imports?dry_run=true", files={"file": (name, data)})
        said = refused.json()
        assert (refused.status_code, said["type"]) == (422, "/docs/problems#import-refused")
        assert [(one["severity"], one["table"], one["row"]) for one in said["problems"]] == [("error", None, None)]
        assert said["detail"] == said["problems"][0]["message"]
        assert (said["source"], said["revision"], said["dry_run"]) == (name[0], 1, True)
    danish = client.post("/api/v1/imports", files={"file": ("b.pdf", b"%PDF")}, headers={"Accept-Language": "da"})
    assert "hverken" in danish.json()["detail"]


def test_changes_are_made_first_and_nothing_is_stored(client):
    flow = "kmd-aktiv>momentum"
    moved = {"turn_off": ["kmd-aktiv"], "changes": [{"flow": flow, "provider": "opus", "via": []}]}
    answer = client.post("/api/v1/impact", json=moved).json()
    hit = {one["system"]["id"]: one["chain"] for one in answer["affected"]}
    assert hit.get("momentum", [])[:2] != ["kmd-aktiv", "momentum"]
    plain = client.get("/api/v1/systems/kmd-aktiv/impact").json()
    assert ["kmd-aktiv", "momentum"] in [one["chain"] for one in plain["affected"]]


def test_a_date_is_read_as_people_write_it(client):
    at = [client.get(f"/api/v1/systems/kmd-aktiv/impact?at={day}").json()["at"] for day in ("2027-06-30", "30.06.2027")]
    assert at == ["2027-06-30"] * 2


def test_the_past(client, landskab):
    file = {"file": ("town.zip", zipped(systemer=SYSTEMS + "ny;Nyt system;;;;;;;\n"))}
    report = client.post("/api/v1/imports?source=hand", files=file).json()
    assert (report["revision"], report["added"]["systems"], report["dry_run"]) == (2, 1, False)
    assert client.get("/api/v1/systems/ny").status_code == 200
    assert client.get("/api/v1/systems/ny?revision=1").status_code == 404
    assert client.get("/api/v1/systems?revision=1").json()["total"] == client.get("/api/v1/systems").json()["total"] - 1
    assert client.get("/api/v1/systems/kmd-aktiv/impact?revision=1").json()["revision"] == 1
    assert [one["number"] for one in client.get("/api/v1/revisions").json()["items"]] == [1, 2]
    diff = client.get("/api/v1/revisions/1/diff/2").json()
    assert [row["id"] for row in diff["tables"][0]["added"]] == ["ny"]
    assert client.get("/api/v1/sources").json() == json.loads(json_bytes(sources_json(landskab.sources())))


def test_a_dry_run_stores_nothing(client):
    file = {"file": ("town.zip", zipped(systemer=SYSTEMS + "ny;Nyt system;;;;;;;\n"))}
    report = client.post("/api/v1/imports?source=hand&dry_run=true", files=file).json()
    assert (report["dry_run"], report["revision"]) == (True, 2)
    assert client.get("/health").json()["revision"] == 1


def test_a_refused_import_is_a_problem_with_its_report(client):
    file = {"file": ("town.zip", zipped(systemer="id;navn\na;A\na;B\n"))}
    refused = client.post("/api/v1/imports?source=hand", files=file)
    problem = refused.json()
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert problem["type"].endswith("#import-refused")
    assert {"source", "revision", "dry_run", "added", "changed", "removed", "problems"} <= problem.keys()
    assert problem["problems"][0].keys() == {"severity", "table", "row", "column", "value", "message"}
    assert client.get("/health").json()["revision"] == 1


PROBLEMS = {
    "/api/v1/systems/kmd-aktv": (404, "unknown-name"),
    "/api/v1/systems/kmd-aktv/impact": (404, "unknown-name"),
    "/api/v1/systems?revision=9": (404, "unknown-revision"),
    "/api/v1/revisions/0/diff/9": (404, "unknown-revision"),
    "/api/v1/systems?limit=0": (422, "bad-input"),
    "/api/v1/systems?limit=x": (422, "bad-input"),
    "/api/v1/systems?cursor=x": (422, "bad-input"),
    "/api/v1/systems/opus/impact?at=2027-02-30": (422, "bad-input"),
    "/api/v1/systems/opus/impact?limit=-1": (422, "bad-input"),
    "/api/v1/nowhere": (404, "not-found"),
    "/api/v1/imports": (405, "method-not-allowed"),
}


@pytest.mark.parametrize("address", PROBLEMS)
def test_every_error_is_a_problem_document(client, address):
    answer = client.get(address)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (PROBLEMS[address][0], f"/docs/problems#{PROBLEMS[address][1]}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["detail"]
    assert problem["type"].partition("#")[2] in KINDS


def test_a_problem_carries_what_helps(client):
    assert "KMD Aktiv" in client.get("/api/v1/systems/KMD%20Aktv").json()["nearest"]
    ambiguous = client.post("/api/v1/impact", json={"turn_off": ["kmd"]})
    assert ambiguous.status_code == 422 or ambiguous.json()["turned_off"]
    wrong = client.post("/api/v1/impact", json={"turn_off": [], "more": 1}).json()
    assert {one["where"] for one in wrong["problems"]} == {"body.turn_off", "body.more"}
    assert client.post("/api/v1/impact", json={"turn_off": ["nobody"]}).status_code == 422
    assert client.post("/api/v1/impact", content=b"{", headers={"content-type": "application/json"}).status_code == 422
    assert client.post("/api/v1/imports").status_code == 422


def test_a_problem_speaks_the_askers_language(client):
    danish = client.get("/api/v1/systems/nobody-at-all", headers={"Accept-Language": "da-DK,en;q=0.5"}).json()
    assert (danish["title"], danish["detail"]) == ("Ukendt navn", "'nobody-at-all' er ikke i landskabet.")
    assert client.get("/api/v1/systems/nobody-at-all").json()["title"] == "Unknown name"


def test_a_store_that_is_away_is_503(landskab, tmp_path):
    landskab.store.close()
    (tmp_path / "town.db").write_text("this is no database, whatever its name says")
    with TestClient(create_app(compose(landskab.settings)), base_url=HERE) as client:
        for address in ("/health", "/api/v1/systems", "/api/v1/systems/opus/impact"):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["type"]) == (503, "/docs/problems#store-unavailable")


def test_a_known_answer_is_not_sent_again(client, landskab):
    address = "/api/v1/systems/kmd-aktiv/impact?limit=1"
    tag = client.get(address).headers["etag"]
    assert re.fullmatch(r'W/"[0-9a-f]+"', tag)
    again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(address).headers["cache-control"] == "no-cache"


def test_another_store_of_the_same_revisions_has_other_tags(client, landskab, tmp_path):
    addresses = ["/api/v1/systems/opus", "/api/v1/systems/opus?revision=1", "/api/v1/sources", "/api/v1/revisions"]
    tags = {address: client.get(address).headers["etag"] for address in addresses}
    landskab.store.close()
    for path in tmp_path.glob("town.db*"):
        path.unlink()
    landskab.import_path(town_files(tmp_path / "files", systemer=SYSTEMS.replace("KMD Opus", "Opus")), source="hand")
    for address, tag in tags.items():
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["etag"] != tag) == (200, True), address
    assert client.get("/api/v1/systems/opus").json()["name"] == "Opus"


def test_a_tag_covers_all_that_an_answer_depends_on(landskab):
    def tag(landskab, address="/api/v1/systems/kmd-aktiv/impact"):
        with TestClient(create_app(landskab), base_url=HERE) as client:
            return client.get(address).headers["etag"]

    first = tag(landskab)
    tags = {
        first,
        tag(landskab, "/api/v1/systems/kmd-aktiv/impact?limit=1"),
        tag(landskab, "/api/v1/systems/opus/impact"),
        tag(replace(landskab, settings=replace(landskab.settings, version="1.2.4"))),
        tag(replace(landskab, clock=lambda: datetime(2099, 1, 1, tzinfo=UTC))),
        tag(replace(landskab, settings=replace(landskab.settings, questions={"LANDSKAB_SWITCH_COST": "1"}))),
    }
    assert len(tags) == 6
    landskab.order_sources(["hand"])
    assert tag(landskab) != first
    assert tag(landskab, "/api/v1/systems/kmd-aktiv?revision=1") == tag(
        landskab, "/api/v1/systems/kmd-aktiv?revision=1"
    )


def test_health(client):
    assert client.get("/health").json().keys() == {"status", "revision", "version"}
    assert client.get("/health").json()["status"] == "ok"


def test_every_operation_is_documented_with_examples(client):
    document = client.get("/openapi.json").json()
    operations = [(path, verb, said) for path, verbs in document["paths"].items() for verb, said in verbs.items()]
    assert {path for path, _, _ in operations} == {
        "/api/v1/systems",
        "/api/v1/systems/{id}",
        "/api/v1/systems/{id}/impact",
        "/api/v1/impact",
        "/api/v1/imports",
        "/api/v1/sources",
        "/api/v1/revisions",
        "/api/v1/revisions/{a}/diff/{b}",
        "/health",
        *(f"/api/v1/{name}{tail}" for name in QUESTIONS for tail in ("", "/report")),
    }
    for path, verb, said in operations:
        assert said["summary"], path
        assert said["description"], path
        for status, answer in said["responses"].items():
            content = next(iter(answer["content"].values()))
            assert content["example"], (path, verb, status)
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert names <= document["components"]["schemas"].keys()


def test_examples_have_the_form_of_real_answers(client):
    document = client.get("/openapi.json").json()

    def example(path, verb="get"):
        return document["paths"][path][verb]["responses"]["200"]["content"]["application/json"]["example"]

    def form(value):
        if isinstance(value, dict):
            return {name: form(one) for name, one in value.items() if name not in ("catalogue", "rows")}
        return [form(one) for one in value[:1]] if isinstance(value, list) else ...

    assert example("/health").keys() == client.get("/health").json().keys()
    assert (
        form(example("/api/v1/systems")["items"][0]).keys()
        == form(client.get("/api/v1/systems").json()["items"][0]).keys()
    )
    sheet = client.get("/api/v1/systems/kmd-aktiv").json()
    assert example("/api/v1/systems/{id}").keys() == sheet.keys()
    assert example("/api/v1/systems/{id}")["needed_by"][0].keys() == sheet["needed_by"][0].keys()
    answer = client.get("/api/v1/systems/kmd-aktiv/impact").json()
    assert example("/api/v1/systems/{id}/impact").keys() == answer.keys()
    assert example("/api/v1/impact", "post")["affected"][0].keys() == answer["affected"][0].keys()
    assert example("/api/v1/sources")["items"][0].keys() == client.get("/api/v1/sources").json()["items"][0].keys()
    assert example("/api/v1/revisions")["items"][0].keys() == client.get("/api/v1/revisions").json()["items"][0].keys()
    assert example("/api/v1/revisions/{a}/diff/{b}").keys() == client.get("/api/v1/revisions/0/diff/1").json().keys()


def test_docs_ask_no_other_host(client):
    page = client.get("/docs").text
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(links) == 4
    for link in links:
        assert link.startswith("/docs/")
        assert client.get(link).status_code == 200
    assert "<script>" not in page
    assert 'id="unknown-name"' in client.get("/docs/problems").text
    assert client.get("/docs/nothing").status_code == 404
