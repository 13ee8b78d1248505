"""A landscape with one flow from a copy register, of which a test changes a little; and the answer's rows by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from model.claims.batch import Batch
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.moves.query import moves

TODAY = date(2026, 11, 22)
Rows = Mapping[str, Mapping[str, Any]]
FLOW: Mapping[str, Any] = {
    "provider": "DPR",
    "consumer": "unik",
    "data_objects": ("person.adresse",),
    "annual_price": 84_000.0,
    "switch_cost": 60_000.0,
}
CONTRACT: Mapping[str, Any] = {"name": "C", "systems": ("unik",), "ends": date(2028, 3, 31)}


def town(
    flows: Rows | None = None,
    *,
    contracts: Rows | None = None,
    interfaces: Rows | None = None,
    objects: Rows | None = None,
    **systems: Mapping[str, Any],
) -> Landscape:
    """Flows by id, each filled up from `FLOW` (a cell given as `None` is blank); a keyword is a system's cells."""
    rows: Rows = {"f": {}} if flows is None else flows
    listed: Rows = {"unik": {}, **systems}
    batch = Batch.of(
        "hand",
        systems={id_: {"name": id_, **cells} for id_, cells in listed.items()},
        flows={id_: {**FLOW, **cells} for id_, cells in rows.items()},
        interfaces=interfaces or {},
        contracts={"c": CONTRACT} if contracts is None else contracts,
        data_objects=objects or {},
    )
    return Landscape(State().with_batch(batch))


def asked(landscape: Landscape, **how: Any) -> dict[str, Any]:
    """The answer's JSON, as of `TODAY` if nothing else is said."""
    return moves(landscape, how.pop("as_of", TODAY), **how).as_json()


def move(landscape: Landscape, id_: str = "f", **how: Any) -> dict[str, Any]:
    """One move of the answer."""
    rows = {row["flow"]: row for row in asked(landscape, **how)["moves"]}
    return rows[id_]  # type: ignore[no-any-return]


def register(landscape: Landscape, id_: str = "DPR", **how: Any) -> dict[str, Any]:
    """One copy register of the answer."""
    rows = {row["id"]: row for row in asked(landscape, **how)["registers"]}
    return rows[id_]  # type: ignore[no-any-return]


def one(**cells: Any) -> Landscape:
    """A town whose one flow has these cells."""
    return town({"f": cells})
