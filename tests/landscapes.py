"""Small landscapes for tests, such that a test reads as a sentence.

>>> town = landscape("cpr aktiv", ["cpr>aktiv required after 24"])
>>> verdicts(impact(town, "cpr"))
{'aktiv': 'stops'}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from model.claims.batch import Batch
from model.claims.entities import ENTITIES
from model.claims.state import State
from model.landscape.landscape import Landscape
from model.rows import as_json
from model.schema import Field, Value
from queries.impact.query import shutdown_impact
from tests.property.oracle_case import with_flow_ids
from tests.property.oracle_tables import Row, Tables

Rows = Mapping[str, Mapping[str, Any]]
NEEDS = ("required", "supporting", "unknown")
WORDS = {
    "via": "via",
    "carries": "data_objects",
    "over": "interface",
    "in": "requirement",
    "after": "tolerance_hours",
    "under": "contract",
}
"""Word in a flow's sentence -> the field that the next word fills."""


def landscape(
    systems: str | Rows = "",
    flows: Iterable[str] = (),
    *,
    interfaces: Rows | None = None,
    requirements: Iterable[str] = (),
    contracts: Rows | None = None,
    units: str = "",
    parents: Mapping[str, str] | None = None,
    **more: Mapping[str, Any],
) -> Landscape:
    """A landscape of one source.

    systems: ids, or rows by id; a keyword argument of a system's id adds fields to it. Names are the ids, capitalised.
    flows: "[id:] a>b [need] [via p|q] [carries d|e] [over interface] [in requirement] [after hours] [under contract]".
    requirements: "id: consumer [needed] [need] [after hours]". parents: data object -> its registered parent.
    """
    return Landscape(
        State().with_batch(
            batch(
                "hand",
                systems,
                flows,
                interfaces=interfaces,
                requirements=requirements,
                contracts=contracts,
                units=units,
                parents=parents,
                **more,
            )
        )
    )


def batch(
    source: str,
    systems: str | Rows = "",
    flows: Iterable[str] = (),
    *,
    interfaces: Rows | None = None,
    requirements: Iterable[str] = (),
    contracts: Rows | None = None,
    units: str = "",
    parents: Mapping[str, str] | None = None,
    **more: Mapping[str, Any],
) -> Batch:
    """The claims of one source, written as in `landscape`."""
    listed: Rows = {id_: {} for id_ in systems.split()} if isinstance(systems, str) else systems
    return Batch.of(
        source,
        systems=_named({id_: {**row, **more.get(id_, {})} for id_, row in listed.items()}),
        flows=_flows(flows),
        interfaces=_named(interfaces or {}),
        requirements=dict(_requirement(sentence) for sentence in requirements),
        contracts=_named(contracts or {}),
        units={id_: {"name": id_.capitalize()} for id_ in units.split()},
        data_objects={id_: {"parent": parent} for id_, parent in (parents or {}).items()},
    )


def _named(rows: Rows) -> dict[str, dict[str, Any]]:
    return {id_: {"name": id_.capitalize(), **row} for id_, row in rows.items()}


def _flows(sentences: Iterable[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for sentence in sentences:
        id_, cells = _flow(sentence)
        assert id_ not in found, f"two flows are called {id_}"
        found[id_] = cells
    return found


def _flow(sentence: str) -> tuple[str, dict[str, Any]]:
    id_, ends, *rest = _headed(sentence)
    provider, _, consumer = ends.partition(">")
    cells: dict[str, Any] = {
        "provider": provider,
        "consumer": consumer,
        **dict(_said(rest, ENTITIES["flows"].fields())),
    }
    return id_ or ends, cells


def _requirement(sentence: str) -> tuple[str, dict[str, Any]]:
    id_, consumer, *rest = _headed(sentence)
    return id_, {"consumer": consumer, **dict(_said(rest, ENTITIES["requirements"].fields()))}


def _headed(sentence: str) -> list[str]:
    """The id before the colon ("" for none), then the words."""
    first, *rest = sentence.split()
    return [first[:-1], *rest] if first.endswith(":") else ["", first, *rest]


def _said(words: list[str], fields: Mapping[str, Field]) -> Iterator[tuple[str, Value | None]]:
    left = iter(words)
    for word in left:
        if word in NEEDS:
            yield "need", word
        elif word in WORDS:
            yield WORDS[word], cell_of(fields[WORDS[word]], next(left))
        else:
            assert "needed" in fields, f"{word} is no word of a flow's sentence"
            yield "needed", word


def cell_of(field: Field, text: str) -> Value | None:
    """A cell as a landscape file would have it, as the value that it means; English words only."""
    text = text.strip()
    if not text:
        return None
    if field.several:
        parts = tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))
        return tuple(map(date.fromisoformat, parts)) if field.kind == "dates" else parts
    if field.kind == "number":
        return float(text)
    if field.kind == "date":
        return date.fromisoformat(text)
    return text in ("ja", "x", "true", "1") if field.kind == "flag" else text


def batch_of(tables: Tables, source: str = "hand") -> Batch:
    """Rows of text as they would stand in a file, past the importer; flows without an id get theirs."""
    return Batch.of(source, **{name: _cells(name, rows) for name, rows in with_flow_ids(tables).items()})


def _cells(table: str, rows: list[Row]) -> dict[str, dict[str, Value | None]]:
    fields = ENTITIES[table].fields()
    return {
        row["id"]: {name: cell_of(fields[name], text) for name, text in row.items() if name != "id"} for row in rows
    }


def landscape_of(tables: Tables) -> Landscape:
    """The landscape of rows of text."""
    return Landscape(State().with_batch(batch_of(tables)))


def impact(town: Landscape, *what: str, at: str | None = None) -> dict[str, Any]:
    """The whole answer as a reader of its JSON has it."""
    return json.loads(impact_bytes(town, *what, at=at))  # type: ignore[no-any-return]


def impact_bytes(town: Landscape, *what: str, at: str | None = None) -> str:
    """The whole answer as JSON text."""
    answer = shutdown_impact(town, what, at=date.fromisoformat(at) if at else None)
    return json.dumps(as_json(answer), ensure_ascii=False, allow_nan=False)


def rows(answer: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The affected systems by id."""
    return {row["system"]["id"]: row for row in answer["affected"]}


def verdicts(answer: Mapping[str, Any]) -> dict[str, str]:
    """System -> verdict, in the order of the answer."""
    return {id_: row["verdict"] for id_, row in rows(answer).items()}


def without_catalogue(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without what the shipped catalogue adds, which changes with every edition of it."""
    work = []
    for row in answer["to_reestablish"]:
        kept = [one for one in row["candidates"] if one["kind"] != "catalogue"]
        total = row["candidates_total"] - (len(row["candidates"]) - len(kept))
        work.append({**row, "candidates": kept, "candidates_total": total})
    own = {name: part for name, part in answer.items() if name != "from_catalogue"}
    return {**own, "to_reestablish": work}
