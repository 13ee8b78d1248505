"""The report address says what the page, the terminal and the workbook say; an unknown parameter is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.application import create_app
from app.language.i18n import translator
from app.service.verbs import Landskab
from app.settings import Settings
from importers.landscape_files.importer import import_path
from model.claims.state import Revision, State
from model.landscape.landscape import Landscape
from queries.registry import QUESTIONS
from tests.fakes.memory_store import MemoryStore
from visualisations.report.report import Linked

SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"
DAY = "2026-12-01"
ASKED = [*QUESTIONS, "overview?number=cost.total", "overview?system=kmd-aktiv", "moves?apply=ja"]


@pytest.fixture(scope="module")
def verbs() -> Landskab:
    store = MemoryStore()
    state = State().with_batch(import_path(SAMPLE, source="hand", landscape=Landscape(State())))
    store.append(state, Revision(1, "2026-01-31T08:00:00+00:00", "import", "hand", ""))
    return Landskab(store, Settings(lang="da", version="1.2.3"))


@pytest.fixture(scope="module")
def client(verbs: Landskab) -> Iterator[TestClient]:
    with TestClient(create_app(verbs), base_url="http://127.0.0.1") as found:
        yield found


def plain(cell: Any) -> Any:
    if isinstance(cell, Linked):
        return {"text": cell.text, "table": cell.table, "id": cell.id}
    if isinstance(cell, tuple | list):
        return [plain(one) for one in cell]
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("asked", ASKED)
def test_the_report_is_that_of_every_door(verbs: Landskab, client: TestClient, asked: str, lang: str):
    name, _, query = asked.partition("?")
    got = client.get(f"/api/v1/{name}/report?as_of={DAY}&lang={lang}&{query}")
    assert got.status_code == 200
    assert got.headers["Content-Language"] == lang
    words = {key: [value] for key, value in [one.split("=") for one in query.split("&") if one]}
    report = verbs.ask(name, {"as_of": [DAY], **words}).report(translator(lang), lang)
    document = got.json()
    assert (document["title"], document["sentences"]) == (report.title, [str(one) for one in report.sentences])
    assert [one["key"] for one in document["tables"]] == [one.key for one in report.tables]
    for told, table in zip(document["tables"], report.tables, strict=True):
        assert [one["heading"] for one in told["columns"]] == [one.name for one in table.columns]
        assert told["rows"] == [[plain(cell) for cell in row] for row in table.rows]
        assert (told["title"], told["note"], told["empty"]) == (table.title, table.note, table.empty)


def test_the_language_is_the_askers(client: TestClient):
    address = f"/api/v1/moves/report?as_of={DAY}"
    danish = client.get(address, headers={"Accept-Language": "da"})
    english = client.get(address, headers={"Accept-Language": "en"})
    assert (danish.headers["Content-Language"], english.headers["Content-Language"]) == ("da", "en")
    assert danish.json()["sentences"] != english.json()["sentences"]
    assert danish.headers["ETag"] != english.headers["ETag"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/moves?switch_csot=5", "There is no parameter 'switch_csot' here. Did you mean: switch_cost?"),
        ("/moves/report?langauge=da", "There is no parameter 'langauge' here. Did you mean: lang?"),
        ("/revisions?zzz=1", "There is no parameter 'zzz' here. The parameters are: limit."),
        ("/systems/kmd-aktiv/impact?on=2027-01-01", "There is no parameter 'on' here."),
        ("/overview?" + "x" * 5_000 + "=1", "There is no parameter 'xxxx"),
    ],
)
def test_an_unknown_parameter_is_told(client: TestClient, address: str, said: str):
    got = client.get(f"/api/v1{address}")
    assert got.status_code == 422
    assert got.headers["Content-Type"] == "application/problem+json"
    assert got.json()["detail"].startswith(said)


def test_an_unknown_parameter_is_told_in_danish(client: TestClient):
    got = client.get("/api/v1/purchases?asof=2027-01-01", headers={"Accept-Language": "da"})
    assert got.json()["detail"] == "Adressen har ingen parameter 'asof'. Mente du: as_of?"
