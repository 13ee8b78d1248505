"""What the words of a question can mean, looked up on the server: every row that a word fits, and what it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.folding import fold
from model.landscape.names import WORDS
from stores.neo4j.layout import LABELS
from stores.neo4j.reach import CARRIED_FLOWS
from stores.neo4j.rows import CALLED, server_text
from stores.neo4j.server import Tx

Row = Mapping[str, Any]

_CALLED = """MATCH (n:{label} {{landscape: $landscape}}) WHERE n.id = $text OR $folded IN n.called
RETURN properties(n) AS row"""
_FLOW = "MATCH (f:Flow {landscape: $landscape, id: $text}) RETURN properties(f) AS row"
_ALL_FLOWS = "MATCH (f:Flow {landscape: $landscape}) RETURN f.id AS id"
_ENDS = "MATCH (f:Flow {landscape: $landscape}) RETURN f {.id, .provider, .consumer} AS row"
_OF_VENDOR = """MATCH (:Vendor {landscape: $landscape, id: $folded})<-[:SUPPLIED_BY]-(s:System)
RETURN properties(s) AS row"""
_COVERED_SYSTEMS = """MATCH (:Contract {landscape: $landscape, id: $id})-[:COVERS]->(s:System)
RETURN DISTINCT properties(s) AS row"""
_COVERED_FLOWS = """MATCH (:Contract {landscape: $landscape, id: $id})-[:COVERS]->(f:Flow)
RETURN DISTINCT properties(f) AS row"""
_OVER = """UNWIND $ids AS id MATCH (:Interface {landscape: $landscape, id: id})<-[:USES]-(f:Flow)
RETURN properties(f) AS row"""
_SPELLINGS = "MATCH (n:{label} {{landscape: $landscape}}) RETURN n {{.id, .name, .aliases, .vendor}} AS row"


@dataclass(frozen=True, slots=True)
class QuestionRows:
    """Rows by table that the words can mean: systems turned off, and all flows that die of it.

    known: whether every word fits something; else the rows are names only, for whoever says so to know the nearest.
    """

    rows: Mapping[str, list[Row]] = field(default_factory=lambda: {table: [] for table in LABELS})
    known: bool = True

    def ids(self, table: str) -> set[str]:
        """The ids of a table's rows."""
        return {row["id"] for row in self.rows[table]}


def asked(tx: Tx, landscape: int, what: Sequence[str]) -> QuestionRows:
    """Every row that a word fits, with what it covers and the flows that die of it."""
    found = QuestionRows()
    for word in what:
        kind, colon, rest = word.partition(":")
        said = WORDS.get(fold(kind)) if colon else None
        if not _look_up(tx, landscape, (rest if said else word).strip(), found.rows):
            return QuestionRows(_names(tx, landscape, flows=said == "flow"), known=False)
    over = _rows(tx, _OVER, landscape, ids=sorted(found.ids("interfaces")))
    carried = _rows(tx, CARRIED_FLOWS, landscape, ids=sorted(found.ids("systems")))
    found.rows["flows"].extend([*over, *carried])
    return found


def _look_up(tx: Tx, landscape: int, text: str, into: Mapping[str, list[Row]]) -> bool:
    """Add what one word fits; whether it fits anything."""
    given = {"text": server_text(text), "folded": server_text(fold(text))}
    found = {table: _rows(tx, _CALLED.format(label=LABELS[table]), landscape, **given) for table in CALLED}
    found["flows"] = _rows(tx, _FLOW, landscape, **given)
    of_vendor = _rows(tx, _OF_VENDOR, landscape, **given)
    if not of_vendor and not any(found.values()):
        found["flows"] = _flows_folded(tx, landscape, fold(text))
    for contract in found["contracts"]:
        found["systems"] += _rows(tx, _COVERED_SYSTEMS, landscape, id=contract["id"])
        found["flows"] += _rows(tx, _COVERED_FLOWS, landscape, id=contract["id"])
    found["systems"] += of_vendor
    for table, rows in found.items():
        into[table].extend(rows)
    return any(found.values())


def _flows_folded(tx: Tx, landscape: int, folded: str) -> list[Row]:
    """A flow has no name; its id is compared folded only where nothing else fits, so no index is kept for it."""
    ids = [str(row["id"]) for row in tx.run(_ALL_FLOWS, landscape=landscape)]
    return [row for id_ in ids if fold(id_) == folded for row in _rows(tx, _FLOW, landscape, text=id_)]


def _names(tx: Tx, landscape: int, *, flows: bool) -> Mapping[str, list[Row]]:
    """Every spelling that an unknown word may be meant for."""
    found: dict[str, list[Row]] = {table: [] for table in LABELS}
    for table in CALLED:
        found[table] = _rows(tx, _SPELLINGS.format(label=LABELS[table]), landscape)
    if flows:
        found["flows"] = _rows(tx, _ENDS, landscape)
    return found


def _rows(tx: Tx, query: str, landscape: int, **parameters: Any) -> list[Row]:
    return [row["row"] for row in tx.run(query, landscape=landscape, **parameters)]
