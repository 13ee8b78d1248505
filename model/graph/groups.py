"""Requirements as arrays: which flows stand in for each other at a consumer.

A *group* is a requirement with a list of flows: every declared requirement, and in the certain reading one for every
data object that several flows bring to the same consumer. What stands alone (a flow without data objects, a data
object that one flow brings) is no group but a mark on the flow: `alone_certain`, `alone_possible`.
Source of the rules: the definition of the shutdown question ("Two readings").
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from model.claims.columns import Table
from model.graph.kernel import FALLS, WEAKENS
from model.graph.lists import Ints, Lists, distinct

if TYPE_CHECKING:
    from model.graph.flows import Flows

Bytes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
TICKS = 1_000_000
"""Ticks in an hour. Time is counted in whole ticks, so that 0.7 and 0.1 hours are the same as 0.8."""
SUPPORTING, UNKNOWN, REQUIRED = 1, 2, 3
"""Needs by strength; 0 is no need at all."""
NEED_NAMES: Mapping[int, str] = {SUPPORTING: "supporting", UNKNOWN: "unknown", REQUIRED: "required"}
NEED_CODES: Mapping[str, int] = {name: code for code, name in NEED_NAMES.items()}


@dataclass(frozen=True, eq=False, slots=True)
class Groups:
    """Requirements with several flows; the first `declared` of them are the declared ones, in the table's order.

    Shapes (groups,): `consumer`, `data_object` (-1 for a declared one), `need` (effective), `spare` (how many flows
    may die: n - k; -1 where there are no flows), `tolerance` in ticks (NaN: blank). `members` lists the flows of every
    group, `of_flow` the groups of every flow, `single` the data objects that a flow alone brings to its consumer.
    Shapes (flows,): `alone_certain`, `alone_possible`, the need with which a flow stands alone in a reading.
    """

    declared: int
    consumer: Ints
    data_object: Ints
    need: Bytes
    spare: Ints
    tolerance: Floats
    members: Lists
    of_flow: Lists
    single: Lists
    alone_certain: Bytes
    alone_possible: Bytes


def needed_of(needed: object, flows: int) -> int:
    """How many of `flows` flows must live: a count, or an exact percent rounded up, kept within 1..flows.

    >>> needed_of("50%", 3), needed_of("7", 3), needed_of(None, 3)
    (2, 3, 1)
    """
    text = "1" if needed is None else str(needed)
    count = math.ceil(Fraction(text[:-1]) * flows / 100) if text.endswith("%") else int(Fraction(text))
    return max(1, min(count, flows))


def build_groups(flows: Flows, requirements: Table, systems: Mapping[str, int], parents: Ints) -> Groups:
    """All groups of a landscape. `parents`: of every data object, its parent or -1, shape (objects,)."""
    declared_members = Lists.grouped(
        keys=flows.requirement[flows.requirement >= 0],
        items=np.flatnonzero(flows.requirement >= 0),
        count=len(requirements),
    )
    data = _data_groups(flows, parents)
    open_flows = flows.requirement < 0
    stands_alone = open_flows & (np.diff(flows.objects.starts) == 0)
    stands_alone[data.single_flow] = True
    sizes = np.diff(declared_members.starts)
    needed = [needed_of(text, n) for text, n in zip(requirements.cells("needed"), sizes.tolist(), strict=True)]
    members = Lists(
        np.concatenate((declared_members.starts, declared_members.starts[-1] + data.members.starts[1:])),
        np.concatenate((declared_members.items, data.members.items)),
    )
    return Groups(
        declared=len(requirements),
        consumer=np.concatenate((requirements.column("consumer").mapped(systems), data.consumer)),
        data_object=np.concatenate((np.full(len(requirements), -1, dtype=np.int32), data.data_object)),
        need=np.concatenate((_declared_need(requirements, declared_members, flows.need), data.need)),
        spare=np.concatenate((sizes - np.array(needed, dtype=np.int64), data.sizes - 1)).astype(np.int32),
        tolerance=np.concatenate((ticks(requirements, "tolerance_hours"), np.zeros(len(data.consumer)))),
        members=members,
        of_flow=Lists.grouped(keys=members.items, items=members.owners(), count=len(flows.provider)),
        single=Lists.grouped(keys=data.single_flow, items=data.single_object, count=len(flows.provider)),
        alone_certain=np.where(stands_alone, flows.need, 0).astype(np.int8),
        alone_possible=np.where(open_flows, flows.need, 0).astype(np.int8),
    )


def ticks(table: Table, field: str) -> Floats:
    """A column of hours as whole ticks, NaN where blank, shape (rows,)."""
    column = table.column(field)
    values = np.array([*column.values, math.nan], dtype=np.float64)
    return np.round(values * TICKS)[column.codes]


def _declared_need(requirements: Table, members: Lists, flow_need: Bytes) -> Bytes:
    own = requirements.column("need").mapped(NEED_CODES, missing=0).astype(np.int8)
    strongest = np.zeros(len(requirements), dtype=np.int8)
    np.maximum.at(strongest, members.owners(), flow_need[members.items])
    return np.where(own > 0, own, strongest).astype(np.int8)


@dataclass(frozen=True, eq=False, slots=True)
class _DataGroups:
    consumer: Ints
    data_object: Ints
    need: Bytes
    sizes: npt.NDArray[np.int64]
    members: Lists
    single_flow: npt.NDArray[Any]
    single_object: npt.NDArray[Any]


def _data_groups(flows: Flows, parents: Ints) -> _DataGroups:
    """One group for every (consumer, data object) of an undeclared flow that several flows bring."""
    objects = max(len(parents), 1)
    flow_of = flows.objects.owners()
    key_of = flows.consumer[flow_of].astype(np.int64) * objects + flows.objects.items
    wanted = flows.requirement[flow_of] < 0
    keys, place = np.unique(key_of[wanted], return_inverse=True)
    need = np.zeros(len(keys), dtype=np.int8)
    np.maximum.at(need, place, flows.need[flow_of[wanted]])
    group, member = _bringers(keys, key_of, flow_of, parents, objects)
    sizes = np.bincount(group, minlength=len(keys))
    single = sizes[group] == 1
    several = sizes > 1
    renumber = np.cumsum(several) - 1
    return _DataGroups(
        consumer=(keys[several] // objects).astype(np.int32),
        data_object=(keys[several] % objects).astype(np.int32),
        need=need[several],
        sizes=sizes[several].astype(np.int64),
        members=Lists.grouped(keys=renumber[group[~single]], items=member[~single], count=int(several.sum())),
        single_flow=member[single],
        single_object=keys[group[single]] % objects,
    )


def _bringers(
    keys: npt.NDArray[np.int64],
    key_of: npt.NDArray[np.int64],
    flow_of: Ints,
    parents: Ints,
    objects: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs (key, flow): the flows into the key's consumer that carry its data object or an ancestor of it."""
    carried = Lists.grouped(keys=_codes(key_of, known := distinct(key_of)), items=flow_of, count=len(known))
    consumer, sought = keys // objects, (keys % objects).astype(np.int64)
    alive = np.arange(len(keys))
    pairs: list[npt.NDArray[np.int64]] = []
    for _ in range(objects):
        at = np.searchsorted(known, consumer[alive] * objects + sought[alive])
        at = np.minimum(at, max(len(known) - 1, 0))
        hit = known[at] == consumer[alive] * objects + sought[alive] if len(known) else np.zeros(0, dtype=np.bool_)
        lengths = np.diff(carried.starts)[at[hit]]
        pairs.append(np.stack((np.repeat(alive[hit], lengths), carried.of(at[hit]).astype(np.int64))))
        sought[alive] = parents[sought[alive]] if len(parents) else -1
        alive = alive[sought[alive] >= 0]
        if not len(alive):
            break
    flows = np.int64(max(len(flow_of), 1)) + (flow_of.max() if len(flow_of) else 0)
    key, flow = np.concatenate(pairs, axis=1) if pairs else np.zeros((2, 0), dtype=np.int64)
    both = distinct(key * flows + flow)
    return both // flows, both % flows


def _codes(values: npt.NDArray[np.int64], known: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.searchsorted(known, values).astype(np.int64)


FALLS_BY_NEED: Mapping[bool, Bytes] = {
    False: np.array([0, WEAKENS, WEAKENS, FALLS], dtype=np.int8),
    True: np.array([0, WEAKENS, FALLS, FALLS], dtype=np.int8),
}
"""What the loss of a need does in the certain (False) and the possible (True) reading, by need code."""
