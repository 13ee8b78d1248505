"""What each query of the Cypher book should give, worked out in plain Python from the tables of a landscape.

Every function gives the rows as the query returns them, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from model.claims.entities import Contract, Flow
from model.folding import fold
from model.landscape.landscape import Landscape

Row = dict[str, Any]
BLANK = "not registered"


@lru_cache(maxsize=2)
def flows(town: Landscape) -> list[Flow]:
    return [town.flow(id_) for id_ in town.tables["flows"].ids]


def named(town: Landscape, table: str, ids: Iterable[str]) -> list[str]:
    return [town.name_of(table, id_) for id_ in ids]


def name_or_blank(town: Landscape, table: str, id_: str | None) -> str:
    return town.name_of(table, id_) if id_ else BLANK


def carried(town: Landscape, flow: Flow) -> list[str]:
    """Its own data objects, else its interface's."""
    own = flow.data_objects
    return sorted(own or (town.interface(flow.interface).data_objects if flow.interface else ()))


def ways(town: Landscape, flow: Flow) -> dict[str, str]:
    """The systems that a flow comes from or runs through -> as what."""
    found = dict.fromkeys(flow.via, "via")
    exposing = town.interface(flow.interface).system if flow.interface else None
    if exposing and exposing != flow.provider:
        found.setdefault(exposing, "interface")
    return found


@lru_cache(maxsize=2)
def edges(town: Landscape) -> dict[str, dict[str, set[str]]]:
    """System -> the systems that get data from it -> the flows by which."""
    found: dict[str, dict[str, set[str]]] = {}
    for flow in flows(town):
        for giver in (flow.provider, *ways(town, flow)):
            found.setdefault(giver, {}).setdefault(flow.consumer, set()).add(flow.id)
    return found


def steps_from(town: Landscape, givers: Iterable[str], without: str | None = None) -> dict[str, int]:
    """System -> how many steps from the nearest of the givers; breadth first."""
    graph = edges(town)
    steps = {giver: 0 for giver in givers if giver != without}
    queue = list(steps)
    for one in queue:
        for taker in graph.get(one, {}):
            if taker not in steps and taker != without:
                steps[taker] = steps[one] + 1
                queue.append(taker)
    return steps


def reach(town: Landscape, *, what: str) -> Iterator[Row]:
    steps = steps_from(town, [what])
    for system in sorted(steps.keys() - {what}, key=lambda id_: (steps[id_], id_)):
        unit = town.system(system).unit
        yield {
            "steps": steps[system],
            "system": system,
            "name": town.name_of("systems", system),
            "unit": unit or BLANK,
            "unit_name": name_or_blank(town, "units", unit),
        }


def direct_consumers(town: Landscape, *, what: str) -> Iterator[Row]:
    for flow in sorted(flows(town), key=lambda flow: (flow.consumer, flow.id)):
        if flow.provider == what:
            yield {
                "flow": flow.id,
                "consumer": flow.consumer,
                "consumer_name": town.name_of("systems", flow.consumer),
                "need": flow.need or BLANK,
                **way(town, flow),
                "data_objects": carried(town, flow),
                "data_object_names": named(town, "data_objects", carried(town, flow)),
            }


def way(town: Landscape, flow: Flow) -> Row:
    return {
        "interface": flow.interface or BLANK,
        "interface_name": name_or_blank(town, "interfaces", flow.interface),
        "via": list(flow.via),
        "via_names": named(town, "systems", flow.via),
    }


def of_kind(town: Landscape, kind: str) -> list[str]:
    return sorted(id_ for row, id_ in enumerate(town.tables["systems"].ids) if town.kinds[row] == kind)


def flows_by_register(town: Landscape) -> Iterator[Row]:
    nothing = {"interface": BLANK, "interface_name": BLANK, "via": [], "via_names": []}
    for register in of_kind(town, "register"):
        head = {"register": register, "register_name": town.name_of("systems", register)}
        own = sorted((flow for flow in flows(town) if flow.provider == register), key=lambda f: (f.consumer, f.id))
        for flow in own:
            name = town.name_of("systems", flow.consumer)
            ends = {"flow": flow.id, "consumer": flow.consumer, "consumer_name": name}
            yield {**head, **ends, **way(town, flow), "need": flow.need or BLANK}
        if not own:
            yield {**head, "flow": BLANK, "consumer": BLANK, "consumer_name": BLANK, **nothing, "need": BLANK}


def copy_register_consumers(town: Landscape) -> Iterator[Row]:
    found = []
    for flow in flows(town):
        for copy, how in [(flow.provider, "provider"), *ways(town, flow).items()]:
            if copy in of_kind(town, "copy_register"):
                found.append((copy, flow.consumer, flow.id, how))
    for copy, consumer, id_, how in sorted(found):
        objects = carried(town, town.flow(id_))
        registers = {town.data_object(one).register_ for one in objects} - {None}
        yield {
            "copy_register": copy,
            "copy_register_name": town.name_of("systems", copy),
            "consumer": consumer,
            "consumer_name": town.name_of("systems", consumer),
            "flow": id_,
            "as": how,
            "data_objects": objects,
            "data_object_names": named(town, "data_objects", objects),
            "registers": sorted(map(str, registers)),
            "register_names": named(town, "systems", sorted(map(str, registers))),
        }


def systems_by_capability_and_unit(town: Landscape) -> Iterator[Row]:
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for id_ in sorted(town.tables["systems"].ids):
        system = town.system(id_)
        for capability in [one for one in system.capabilities if not one.startswith("not:")] or [None]:
            found.setdefault((capability, system.unit), []).append(id_)
    for capability, unit in sorted(found, key=lambda at: (at[0] is None, at[0] or "", at[1] is None, at[1] or "")):
        systems = found[capability, unit]
        yield {
            "capability": capability or BLANK,
            "capability_name": capability or BLANK,
            "unit": unit or BLANK,
            "unit_name": name_or_blank(town, "units", unit),
            "count": len(systems),
            "systems": systems,
            "names": named(town, "systems", systems),
        }


def contracts_ending(town: Landscape, *, first: str, last: str) -> Iterator[Row]:
    spelt: dict[str, str] = {}
    for table in ("systems", "contracts"):
        for vendor in town.tables[table].column("vendor").values:
            spelt[fold(str(vendor))] = min(str(vendor), spelt.get(fold(str(vendor)), str(vendor)))
    contracts = [town.contract(id_) for id_ in town.tables["contracts"].ids]
    for one in sorted(contracts, key=lambda one: (one.ends or date.max, one.id)):
        if one.ends is None or date.fromisoformat(first) <= one.ends <= date.fromisoformat(last):
            yield {**terms(one, spelt), **covered(town, one)}


def terms(one: Contract, spelt: Mapping[str, str]) -> Row:
    vendor = fold(one.vendor) if one.vendor else None
    return {
        "ends": one.ends.isoformat() if one.ends else BLANK,
        "contract": one.id,
        "name": one.name or one.id,
        "vendor": vendor or BLANK,
        "vendor_name": spelt[vendor] if vendor else BLANK,
        "irrevocable_until": one.irrevocable_until.isoformat() if one.irrevocable_until else BLANK,
        "notice_months": BLANK if one.notice_months is None else one.notice_months,
    }


def covered(town: Landscape, one: Contract) -> Row:
    known = {id_ for id_ in one.flows if ("flows", id_) in town}
    return {
        "systems": sorted(one.systems),
        "system_names": named(town, "systems", sorted(one.systems)),
        "flows": sorted(known | {flow.id for flow in flows(town) if flow.contract == one.id}),
    }


def undeclared_flows(town: Landscape) -> Iterator[Row]:
    for flow in sorted(flows(town), key=lambda flow: (flow.provider, flow.consumer, flow.id)):
        if not flow.declared_by:
            yield {
                "flow": flow.id,
                "provider": flow.provider,
                "provider_name": town.name_of("systems", flow.provider),
                "consumer": flow.consumer,
                "consumer_name": town.name_of("systems", flow.consumer),
                "need": flow.need or BLANK,
                "sources": list(town.sources_of("flows", flow.id)),
            }


def shortest_chain(town: Landscape, *, giver: str, taker: str) -> Iterator[Row]:
    steps = steps_from(town, [giver])
    graph = edges(town)
    if taker == giver or taker not in steps:
        return
    rows, level = [], {taker}
    for step in range(steps[taker], 0, -1):
        hops = [(one, to) for one in graph for to in graph[one] if to in level and steps.get(one) == step - 1]
        rows += [(step, one, to, sorted(graph[one][to])) for one, to in hops]
        level = {one for one, _ in hops}
    for step, one, to, ids in sorted(rows):
        names = {"from_name": town.name_of("systems", one), "to_name": town.name_of("systems", to)}
        yield {"step": step, "from": one, "to": to, **names, "flows": ids}


def single_points(town: Landscape, *, giver: str, taker: str) -> Iterator[Row]:
    """Take each system away, one at a time, and see whether anything still gets across."""
    if giver == taker or not {giver, taker} <= set(town.tables["units"].ids):
        return
    givers, takers = systems_of(town, giver, other=taker), systems_of(town, taker, other=giver)
    nobody = {"number": None, "system": None, "name": None, "stands_in": None}
    if not steps_from(town, givers).keys() & takers:
        yield {"answer": "no chain is registered", **nobody}
        return
    alone = [id_ for id_ in town.tables["systems"].ids if not steps_from(town, givers, without=id_).keys() & takers]
    if not alone:
        yield {"answer": "there are ways around every system", **nobody}
    # What every chain passes stands in the same order on all of them: by the steps from the givers.
    steps = steps_from(town, givers)
    for number, id_ in enumerate(sorted(alone, key=lambda id_: steps[id_]), start=1):
        stands_in = "the giving unit" if id_ in givers else "the taking unit" if id_ in takers else "neither unit"
        row = {"number": number, "system": id_, "name": town.name_of("systems", id_), "stands_in": stands_in}
        yield {"answer": "every chain passes this system", **row}


def systems_of(town: Landscape, unit: str, *, other: str) -> set[str]:
    """The systems of a unit and of those under it, the other one's aside."""

    def up(at: str | None) -> Iterator[str]:
        while at is not None:
            yield at
            at = town.unit(at).parent

    def whose(system: str) -> str | None:
        return next((one for one in up(town.system(system).unit) if one in (unit, other)), None)

    return {id_ for id_ in town.tables["systems"].ids if whose(id_) == unit}


ORACLE: Mapping[str, Callable[..., Iterator[Row]]] = {
    one.__name__: one
    for one in (
        contracts_ending,
        copy_register_consumers,
        direct_consumers,
        flows_by_register,
        reach,
        shortest_chain,
        single_points,
        systems_by_capability_and_unit,
        undeclared_flows,
    )
}
"""Name of a query -> its rows, by its parameters."""
