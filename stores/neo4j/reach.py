"""What the turning off of some things can reach, found on the server step by step: no path is ever enumerated.

A system can fall only by a flow that somebody may require: one whose need is not known to be supporting, or that counts
in a declared requirement. So from what may fall the search goes on, and what only misses something is where it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from stores.neo4j.server import Tx

LOT = 5_000
"""Ids a query."""

_MAY_FALL = "f.requirement IS NOT NULL OR coalesce(f.need, 'unknown') <> 'supporting'"
_CARRIED = """CALL (s) {
  MATCH (s)-[:PROVIDES]->(f:Flow) RETURN f
  UNION MATCH (s)<-[:VIA]-(f:Flow) RETURN f
  UNION MATCH (s)-[:EXPOSES]->(:Interface)<-[:USES]-(f:Flow) RETURN f
}"""
_NEXT = f"""UNWIND $ids AS id MATCH (s:System {{landscape: $landscape, id: id}})
{_CARRIED}
MATCH (f)-[:FEEDS_INTO]->(c:System)
RETURN c.id AS id, max(CASE WHEN {_MAY_FALL} THEN 1 ELSE 0 END) AS falls"""
_FED = f"""UNWIND $ids AS id MATCH (f:Flow {{landscape: $landscape, id: id}})-[:FEEDS_INTO]->(c:System)
RETURN c.id AS id, max(CASE WHEN {_MAY_FALL} THEN 1 ELSE 0 END) AS falls"""
_OUT_OF_USE = (
    """MATCH (s:System {landscape: $landscape}) WHERE s.lifecycle IN ['retired', 'planned'] RETURN s.id AS id"""
)
_OUT_OF_USE_ON = """MATCH (s:System {landscape: $landscape})
WHERE (CASE WHEN s.in_use_to IS NOT NULL THEN s.in_use_to < $at ELSE coalesce(s.lifecycle = 'retired', false) END)
   OR (CASE WHEN s.in_use_from IS NOT NULL THEN s.in_use_from > $at ELSE coalesce(s.lifecycle = 'planned', false) END)
RETURN s.id AS id"""
CARRIED_FLOWS = f"""UNWIND $ids AS id MATCH (s:System {{landscape: $landscape, id: id}})
{_CARRIED}
RETURN DISTINCT properties(f) AS row"""
"""The flows that systems carry: as provider, on the way, or by their interface."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Ids of systems: `falling` are turned off or may fall with it, `touched` may miss something."""

    falling: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    @property
    def all(self) -> set[str]:
        """Both."""
        return self.falling | self.touched


def out_of_use(tx: Tx, landscape: int, at: date | None) -> list[str]:
    """The systems out of use on a date, or by their lifecycle where none is said; the rule of `Graph.out_of_use`."""
    rows = tx.run(_OUT_OF_USE if at is None else _OUT_OF_USE_ON, landscape=landscape, at=at)
    return [str(row["id"]) for row in rows]


def reach(tx: Tx, landscape: int, *, systems: Iterable[str], flows: Iterable[str] = ()) -> Reached:
    """All that can fall or miss something when these systems are turned off and these flows die."""
    found = Reached(set(systems))
    front = found.falling | _take(found, tx, _FED, landscape, flows)
    while front:
        front = _take(found, tx, _NEXT, landscape, front)
    return found


def _take(found: Reached, tx: Tx, query: str, landscape: int, ids: Iterable[str]) -> set[str]:
    """Note whom these feed; the systems that may fall and were not known to."""
    fresh: set[str] = set()
    for lot in lots(ids):
        for row in tx.run(query, landscape=landscape, ids=lot):
            found.touched.add(row["id"])
            if row["falls"] and row["id"] not in found.falling:
                found.falling.add(row["id"])
                fresh.add(row["id"])
    return fresh


def lots(ids: Iterable[str]) -> Iterator[list[str]]:
    """Sorted ids, some thousands at a time."""
    several = iter(sorted(ids))
    while lot := list(islice(several, LOT)):
        yield lot
