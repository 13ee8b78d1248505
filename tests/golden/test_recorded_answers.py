"""Every JSON answer about the sample municipality, by address, is what it was when it was recorded.

`WRITE_GOLDEN=1 .venv/bin/python -m pytest tests/golden` records them anew. Only digests are kept, since the answers
are large; `names`, which later answers may have beside all else, is no part of them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.application import create_app
from app.service.verbs import Landskab
from app.settings import Settings
from importers.landscape_files.importer import import_path
from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.landscape.landscape import Landscape
from tests.fakes.memory_store import MemoryStore

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "samples" / "eksempelkommune"
RECORDED = HERE / "answers.json"
DAYS = ("2026-12-01", "2028-06-30")


def town() -> Landskab:
    """The sample at revision 1, and one system more at revision 2."""
    store = MemoryStore()
    batch = import_path(SAMPLE, source="eksempelkommune", landscape=Landscape(State()))
    batch = replace(batch, provenance=replace(batch.provenance, origin="samples/eksempelkommune"))
    state = State().with_batch(batch)
    store.append(state, Revision(1, "2026-01-31T08:00:00+00:00", "import", "eksempelkommune", "sample"))
    more = state.with_batch(Batch.of("hand", systems={"ny": {"name": "Nyt fagsystem", "vendor": "KMD"}}))
    store.append(more, Revision(2, "2026-02-28T08:00:00+00:00", "import", "hand", "more"))
    return Landskab(store, Settings(lang="da", version="1.2.3"))


def addresses(landscape: Landscape) -> Iterator[str]:
    """Every question that has an address of its own."""
    for id_ in landscape.tables["systems"].ids:
        yield f"/systems/{quote(id_, safe='')}"
        yield f"/systems/{quote(id_, safe='')}/impact"
        yield f"/overview?system=system:{quote(id_)}&as_of={DAYS[0]}"
    for day in DAYS:
        for question in ("overview", "moves", "moves?apply=true", "duplicates", "purchases", "calendar"):
            yield f"/{question}{'&' if '?' in question else '?'}as_of={day}"
    yield from (f"/duplicates?threshold={share}&as_of={DAYS[0]}" for share in (0.5, 0.95))
    yield from (f"/overview?number={key}&as_of={DAYS[0]}" for key in ("cost.total", "systems.in_use"))
    yield from ("/systems?q=kmd", "/systems?q=&limit=500", "/systems?q=kmd&revision=1", "/sources", "/revisions")
    yield from ("/revisions/1/diff/2", "/revisions/0/diff/1")
    yield "/moves?switch_cost=5000&price=SF6004%3D12000&as_of=2026-12-01&limit=3"


def questions(landscape: Landscape) -> Iterator[dict[str, Any]]:
    """What a shutdown is asked about in a body: interfaces, contracts, vendors, several things on a day."""
    tables = landscape.tables
    for table, kind in (("interfaces", "interface"), ("contracts", "contract")):
        yield from ({"turn_off": [f"{kind}:{id_}"], "at": DAYS[0]} for id_ in tables[table].ids)
    vendors = sorted({str(vendor) for vendor in tables["systems"].cells("vendor") if vendor})
    yield from ({"turn_off": [f"vendor:{vendor}"], "at": DAYS[1]} for vendor in vendors)
    yield from ({"turn_off": ["KMD Aktiv", "CPR"], "at": day, "limit": 7} for day in DAYS)


def digest(answer: object) -> str:
    """Of an answer without its `names`, as text with its members in their order."""
    if isinstance(answer, dict):
        answer = {name: value for name, value in answer.items() if name != "names"}
    return hashlib.sha256(json.dumps(answer, ensure_ascii=False).encode()).hexdigest()[:16]


@pytest.fixture(scope="module")
def answers() -> dict[str, str]:
    verbs = town()
    with TestClient(create_app(verbs), base_url="http://127.0.0.1") as client:
        found = {}
        for address in addresses(verbs.landscape()):
            got = client.get(f"/api/v1{address}")
            found[address] = f"{got.status_code} {digest(got.json())}"
        for question in questions(verbs.landscape()):
            got = client.post("/api/v1/impact", json=question)
            found[f"/impact {json.dumps(question, ensure_ascii=False)}"] = f"{got.status_code} {digest(got.json())}"
        return found


def test_every_answer_is_as_it_was(answers: dict[str, str]):
    if os.environ.get("WRITE_GOLDEN"):
        RECORDED.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    before = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert {one for one in {*before, *answers} if before.get(one) != answers.get(one)} == set()


def test_most_of_them_are_answers(answers: dict[str, str]):
    assert len(answers) > 400
    assert sum(answer.startswith("200 ") for answer in answers.values()) > 0.95 * len(answers)
