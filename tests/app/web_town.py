"""A landscape for the pages, hostile names among the plain ones, and the server over it."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urlencode

from starlette.testclient import TestClient

from app.application import create_app
from app.service.verbs import Landskab
from app.settings import Settings
from model.claims.batch import Batch
from model.claims.state import Revision, State
from tests.fakes.memory_store import MemoryStore

HOSTILE = "<script>alert(1)</script>"
LONG = "Et navn uden ende " * 11 + "og her"
SLASHED = "a/b?c#d%&\"'"

SYSTEMS: dict[str, dict[str, Any]] = {
    "kmd-aktiv": {
        "name": "KMD Aktiv",
        "vendor": "KMD",
        "unit": "ydelse",
        "capabilities": ("kontanthjaelp",),
        "lifecycle": "phasing_out",
    },
    "momentum": {"name": "KMD Momentum", "vendor": "KMD", "unit": "job", "owner": "Bo Lund"},
    "refusion": {"name": "Ydelsesrefusion", "vendor": "KOMBIT", "unit": "ydelse"},
    "flis": {"name": "FLIS", "kind": "management_information"},
    "intranet": {"name": "Intranet"},
    SLASHED: {"name": HOSTILE, "vendor": "<img src=x onerror=alert(2)>", "owner": "=1+1"},
    "long": {"name": LONG},
}
FLOWS: dict[str, dict[str, Any]] = {
    "a": {"provider": "kmd-aktiv", "consumer": "momentum", "need": "required", "tolerance_hours": 24.0},
    "b": {"provider": "kmd-aktiv", "consumer": "refusion", "need": "supporting", "data_objects": ("ydelse",)},
    "c": {"provider": "kmd-aktiv", "consumer": "flis"},
    "d": {"provider": "momentum", "consumer": SLASHED, "need": "required", "tolerance_hours": 48.0},
    "e": {"provider": "flis", "consumer": "kmd-aktiv", "data_objects": ("person",)},
    "f": {"provider": SLASHED, "consumer": "long", "need": "required"},
}
CONTRACTS: dict[str, dict[str, Any]] = {"drift": {"name": "KMD Aktiv", "vendor": "KMD", "systems": ("momentum",)}}
UNITS: dict[str, dict[str, Any]] = {"ydelse": {"name": "Ydelse"}, "job": {"name": "Jobcenter"}}


def landskab(*, changed: bool = False, empty: bool = False, many: int = 0, lang: str = "da") -> Landskab:
    """The verbs over the town in memory; `changed` adds a second revision, `many` so many users of FLIS."""
    store = MemoryStore()
    systems = {**SYSTEMS, **{f"many-{n:04}": {"name": f"Bruger {n:04}"} for n in range(many)}}
    flows = {
        **FLOWS,
        **{f"m{n:04}": {"provider": "flis", "consumer": f"many-{n:04}", "need": "required"} for n in range(many)},
    }
    tables = {"systems": systems, "flows": flows, "contracts": CONTRACTS, "units": UNITS}
    if not empty:
        state = State().with_batch(Batch.of("hand", **tables))
        store.append(state, Revision(1, "2026-01-31T08:00:00+00:00", "import", "hand", "town.xlsx"))
        if changed:
            batch = Batch.of("hand", **{**tables, "systems": {**systems, "flis": {"name": "FLIS 2"}}})
            store.append(state.with_batch(batch), Revision(2, "2026-02-28T08:00:00+00:00", "import", "hand", "again"))
    return Landskab(store, Settings(lang="en" if lang == "en" else "da", version="1.2.3"))


def over(verbs: Landskab) -> TestClient:
    """A browser without JavaScript in front of these verbs."""
    return TestClient(create_app(verbs), base_url="http://127.0.0.1", follow_redirects=False)


def client(**how: Any) -> TestClient:
    """The same in front of the town."""
    return over(landskab(**how))


def words(text: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def impact(*what: str, **more: str) -> str:
    """The address of an answer."""
    return "/impact?" + urlencode([("what", one) for one in what] + list(more.items()))
