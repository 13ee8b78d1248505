"""What the API's documentation shows for every operation: an answer, and the problems it may end in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.http.problems import MEDIA_TYPE, TYPES
from app.http.store_said import ABOUT, EXAMPLE, HEADER
from model.claims.entities import ENTITIES


@dataclass(frozen=True, slots=True)
class Example:
    """An answer as the documentation shows it; `schema` is the name of its description."""

    about: str
    schema: str
    document: Mapping[str, Any]


_COUNTS = {**dict.fromkeys(ENTITIES, 0), "systems": 2}
_BLANK = dict.fromkeys(ENTITIES["systems"].fields())
_AKTIV = {
    **_BLANK,
    "id": "kmd-aktiv",
    "name": "KMD Aktiv",
    "kind": "application",
    "vendor": "KMD",
    "unit": "ydelse",
    "using_units": [],
    "capabilities": ["kontanthjaelp"],
    "kle": ["32.24"],
    "aliases": [],
    "successor": ["ky"],
    "inherited": ["kind", "successor"],
}
_FLOW = {
    **dict.fromkeys(ENTITIES["flows"].fields()),
    "id": "kmd-aktiv>momentum",
    "provider": "kmd-aktiv",
    "consumer": "momentum",
    "via": [],
    "data_objects": ["ydelse.bevilling"],
    "need": "required",
    "tolerance_hours": 24.0,
    "declared_by": ["municipality"],
    "provider_name": "KMD Aktiv",
    "consumer_name": "KMD Momentum",
    "interface_name": None,
    "via_names": [],
    "requirement_name": None,
    "contract_name": None,
    "carries": ["ydelse.bevilling"],
}
SYSTEMS = Example("One page of a search.", "SystemList", {"total": 1, "items": [_AKTIV], "next": None})
SHEET = Example(
    "Everything about one system.",
    "SystemSheet",
    {
        **_AKTIV,
        "revision": 3,
        "listed_by": ["kitos"],
        "added": None,
        "catalogue": {"id": "KMD_AKTIV", "name": "KMD Aktiv", "source": ["a paper"], "confidence": "partly"},
        "needs": [],
        "needed_by": [_FLOW],
        "passes_through": [],
        "units": [{"id": "ydelse", "name": "Ydelse", "role": "in_charge", "within": []}],
        "gaps": [{"code": "no_owner", "count": None}, {"code": "need_unknown", "count": 3}],
        "interfaces": [],
        "contracts": [],
        "requirements": [],
        "claims": [{"field": "vendor", "source": "kitos", "value": "KMD", "since": 1, "decides": True}],
    },
)
IMPACT = Example(
    "The whole answer.",
    "ImpactAnswer",
    {
        "turned_off": ["kmd-aktiv"],
        "at": None,
        "revision": 3,
        "asked": ["kmd-aktiv"],
        "summary": {
            "systems": 9,
            "turned_off": 1,
            "already_down": 0,
            "stops": 1,
            "may_stop": 0,
            "degraded": 0,
            "may_degrade": 0,
            "loses_redundancy": 0,
            "unaffected": 7,
            "unaffected_without_flows": 1,
        },
        "affected": [
            {
                "system": {"id": "momentum", "name": "KMD Momentum"},
                "verdict": "stops",
                "at_least": "stops",
                "steps": 1,
                "after_hours": 24.0,
                "hours_assumed": False,
                "chain": ["kmd-aktiv", "momentum"],
                "why": [
                    {
                        "kind": "data",
                        "requirement": "ydelse.bevilling",
                        "need": "required",
                        "needed": 1,
                        "dead": ["kmd-aktiv>momentum"],
                        "alive": [],
                    }
                ],
            }
        ],
        "already_down": [],
        "to_reestablish": [],
        "falls_away": [],
        "units": [],
        "capabilities": [],
        "registration": {
            "flows_around": 1,
            "need_unknown": [],
            "without_data_objects": [],
            "systems_without_flows": ["intranet"],
            "requirements_without_flows": [],
            "way_unknown": [],
            "contract_ended": [],
            "unlisted": [],
        },
        "from_catalogue": [],
    },
)
REPORT = Example(
    "What the import did, or would do.",
    "ImportReport",
    {
        "source": "kitos",
        "revision": 4,
        "dry_run": False,
        "added": _COUNTS,
        "changed": dict.fromkeys(ENTITIES, 0),
        "removed": dict.fromkeys(ENTITIES, 0),
        "problems": [
            {
                "severity": "warning",
                "table": "flows",
                "row": 12,
                "column": "consumer",
                "value": "sapa",
                "message": "The consumer is its own provider.",
            }
        ],
    },
)
SOURCES = Example(
    "Who claims what.",
    "SourceList",
    {
        "total": 1,
        "items": [
            {"source": "kitos", "origin": "kitos.xlsx", "sha256": "9f86d0…", "revision": 3, "place": 1, "rows": _COUNTS}
        ],
        "next": None,
    },
)
REVISIONS = Example(
    "The history.",
    "RevisionList",
    {
        "total": 1,
        "items": [
            {"number": 1, "at": "2026-11-23T08:00:00+00:00", "kind": "import", "source": "kitos", "note": "kitos.xlsx"}
        ],
        "next": None,
    },
)
DIFF = Example(
    "What changed.",
    "LandscapeDiff",
    {
        "from": 1,
        "to": 2,
        "added": dict.fromkeys(ENTITIES, 0),
        "changed": {**dict.fromkeys(ENTITIES, 0), "systems": 1},
        "removed": dict.fromkeys(ENTITIES, 0),
        "tables": [
            {
                "table": "systems",
                "added": [],
                "changed": [
                    {
                        "id": "kmd-aktiv",
                        "name": "KMD Aktiv",
                        "fields": [{"field": "owner", "before": None, "after": "Ida Holm"}],
                    }
                ],
                "removed": [],
            }
        ],
    },
)
HEALTH = Example("It answers.", "Health", {"status": "ok", "revision": 3, "version": "0.1.0"})
QUESTION = Example(
    "The answer; the question's page of the documentation says what its fields mean.",
    "QuestionAnswer",
    {"as_of": "2026-11-22"},
)
REPORT_TABLES = Example(
    "The answer in words, with its tables.",
    "QuestionReport",
    {
        "title": "Contracts",
        "sentences": ["1 contract ends within 24 months."],
        "tables": [
            {
                "key": "contracts",
                "title": "All contracts",
                "note": "",
                "empty": "No contract is registered.",
                "columns": [
                    {"heading": "Contract", "kind": "text", "unit": None},
                    {"heading": "Annual cost", "kind": "money", "unit": "DKK"},
                ],
                "rows": [[{"text": "KMD Aktiv, drift", "table": "contracts", "id": "K-101"}, 1200000.0]],
            }
        ],
    },
)
EXAMPLES = {
    one.schema: one.document
    for one in (SYSTEMS, SHEET, IMPACT, QUESTION, REPORT_TABLES, REPORT, SOURCES, REVISIONS, DIFF, HEALTH)
}
"""The answers by the name of their description."""

_PROBLEMS: Mapping[int, tuple[str, str, str, Mapping[str, Any]]] = {
    400: ("bad-input", "Bad input", "There was an error parsing the body", {}),
    403: ("other-origin", "Request from another page", "Another site may not write here.", {}),
    404: (
        "unknown-name",
        "Unknown name",
        "'KMD Aktv' is not in the landscape. Did you mean: KMD Aktiv?",
        {"nearest": ["KMD Aktiv"]},
    ),
    409: (
        "ambiguous-name",
        "Ambiguous name",
        "'KMD' fits several: system:kmd, system:kmd-2. Write one of these instead.",
        {"fits": ["system:kmd", "system:kmd-2"]},
    ),
    413: ("too-large", "Too large", "The body is larger than 257 MB.", {}),
    421: ("unknown-host", "Unknown host name", "This server answers under 127.0.0.1, localhost and [::1].", {}),
    422: ("bad-input", "Bad input", "'2027-02-30' does not exist as a date.", {}),
    503: ("store-unavailable", "The store is not available", "The store cannot be read.", {}),
}


def explained(example: Example, *statuses: int, writes: bool = False) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation: its answer, 304 aside, and the problems of these statuses, 421 and 503.

    What `writes` is never answered from memory while the store is away.
    """
    answer = {"schema": {"$ref": f"#/components/schemas/{example.schema}"}, "example": example.document}
    said: dict[int | str, dict[str, Any]] = {
        200: {"description": example.about, "content": {"application/json": answer}}
    }
    if not writes:
        said[200]["headers"] = {HEADER: {"description": ABOUT, "schema": {"type": "string"}, "example": EXAMPLE}}
    for status in sorted({*statuses, 421, 503}):
        kind, title, detail, more = _PROBLEMS[status]
        shown = {"type": TYPES + kind, "title": title, "status": status, "detail": detail, **more}
        content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": shown}
        said[status] = {"description": title, "content": {MEDIA_TYPE: content}}
    return said
