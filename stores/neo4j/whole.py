"""What an answer says of the whole landscape, counted by the server; the same as `model.graph.gaps` finds in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.claims.whole import Whole
from stores.neo4j.layout import LABELS
from stores.neo4j.server import Tx

_SYSTEMS = "MATCH (s:System {landscape: $landscape}) RETURN count(s) AS systems"
_WITHOUT_FLOWS = """MATCH (s:System {landscape: $landscape})
WHERE NOT EXISTS { (s)-[:PROVIDES]->() } AND NOT EXISTS { (s)<-[:FEEDS_INTO]-() } AND NOT EXISTS { (s)<-[:VIA]-() }
  AND NOT EXISTS { (s)-[:EXPOSES]->()<-[:USES]-() }
RETURN s.id AS id"""
_WITHOUT_MEMBERS = """MATCH (r:Requirement {landscape: $landscape}) WHERE NOT EXISTS { (r)<-[:COUNTS_IN]-() }
RETURN r.id AS id"""
_WAY_UNKNOWN = """MATCH (p:Register {landscape: $landscape})-[:PROVIDES]->(f:Flow)
WHERE f.interface IS NULL AND f.via IS NULL
RETURN f.id AS id"""
_ENDED = """MATCH (c:Contract {landscape: $landscape}) WHERE c.ends < $at
MATCH (c)-[:COVERS]->(f:Flow)
WHERE NOT EXISTS { MATCH (other:Contract)-[:COVERS]->(f) WHERE other.ends IS NULL OR other.ends >= $at }
RETURN DISTINCT f.id AS id"""
_UNLISTED = "MATCH (n:{label} {{landscape: $landscape}}) WHERE n.added = 'unlisted' RETURN n.id AS id"
_NOBODYS_FLOWS = """MATCH (c:Contract {landscape: $landscape}) UNWIND c.flows AS id
WITH DISTINCT id WHERE NOT EXISTS { (:Flow {landscape: $landscape, id: id}) }
RETURN id"""
_ROWS = " UNION ALL ".join(f"MATCH (n:{label}) RETURN count(n) AS rows" for label in LABELS.values())


def rows_kept(tx: Tx) -> int:
    """How many rows the graph has, at most: those of a copy that is just being written are counted as well.

    The server looks this up and counts nothing, so it is quick however many there are.
    """
    return sum(int(row["rows"]) for row in tx.run(_ROWS))


def whole(tx: Tx, landscape: int, at: date | None) -> Whole:
    """The counts and gaps of the copy of that number."""

    def ids(query: str) -> Sequence[str]:
        return sorted({str(row["id"]) for row in tx.run(query, landscape=landscape, at=at)})

    unlisted = {id_ for label in LABELS.values() for id_ in ids(_UNLISTED.format(label=label))}
    return Whole(
        systems=int(tx.run(_SYSTEMS, landscape=landscape).single(strict=True)["systems"]),
        systems_without_flows=ids(_WITHOUT_FLOWS),
        requirements_without_flows=ids(_WITHOUT_MEMBERS),
        way_unknown=ids(_WAY_UNKNOWN),
        contract_ended=ids(_ENDED) if at else (),
        unlisted=sorted(unlisted.union(ids(_NOBODYS_FLOWS))),
    )
