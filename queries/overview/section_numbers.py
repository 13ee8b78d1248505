"""The numbers of an overview, section by section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from model.folding import fold
from model.months import quarter_of
from queries.calendar.gaps import without_contract
from queries.facts.sums import known_sum
from queries.overview.facts import Facts
from queries.overview.parts import FUTURES, OverviewNumber, RowTable, Section

KINDS = (
    "application",
    "self_service",
    "management_information",
    "register",
    "copy_register",
    "platform",
    "support",
)
FUTURE_TEXTS = {
    "common": "Systems that are part of the common architecture",
    "to_common": "Systems whose successor is part of the common architecture",
    "replaced": "Systems with another successor",
    "ends": "Systems that leave without a registered successor",
    "no_plan": "Systems of whose future nothing is registered",
}


def sections(facts: Facts) -> Sequence[Section]:
    """The six questions, each with its numbers."""
    return (
        Section("systems", "Which systems are there?", list(_systems(facts))),
        Section("relations", "How do they relate to other systems and data sources?", list(_relations(facts))),
        Section("cost", "What do they cost?", list(_cost(facts))),
        Section("tender", "When are they to be tendered?", list(_tender(facts))),
        Section("owners", "Who owns them?", list(_owners(facts))),
        Section("future", "What is their future against the common architecture?", list(_future(facts))),
    )


def _count(
    key: str, text: str, rows: Iterable[str], table: RowTable = "systems", *, subject: str | None = None
) -> OverviewNumber:
    found = tuple(rows)
    return OverviewNumber(key, text, subject, "count", len(found), table, found)


def _ids(facts: Facts, rows: Iterable[int]) -> Iterator[str]:
    return (facts.systems.ids[row] for row in rows)


def _of_kind(facts: Facts, kind: str) -> list[int]:
    return [row for row in facts.used if facts.kinds[row] == kind]


def _systems(facts: Facts) -> Iterator[OverviewNumber]:
    in_use = facts.in_use.systems
    out = [row for row in range(len(facts.systems)) if not in_use[row]]
    later = [row for row in out if facts.contracts.begins_later(row)]
    yield _count("systems.in_use", "Systems in use", _ids(facts, facts.used))
    for kind in KINDS:
        rows = _ids(facts, _of_kind(facts, kind))
        yield _count(f"systems.kind.{kind}", "Systems in use: {subject}", rows, subject=kind)
    critical = facts.systems.column("business_critical")
    rows = _ids(facts, (row for row in facts.used if critical[row] is True))
    yield _count("systems.critical", "Business-critical systems in use", rows)
    yield _count("systems.to_come", "Systems that begin later", _ids(facts, later))
    gone = set(later)
    yield _count("systems.out_of_use", "Systems out of use", _ids(facts, (row for row in out if row not in gone)))
    added = facts.landscape.added["systems"]
    unlisted = (id_ for id_ in _ids(facts, facts.used) if added.get(id_) == "unlisted")
    yield _count("systems.unlisted", "Systems that something refers to and nobody lists", unlisted)


def _relations(facts: Facts) -> Iterator[OverviewNumber]:
    flows, ids, used = facts.flows, facts.flows.ids, facts.used_flows
    need = flows.column("need")
    unknown = [ids[row] for row in used if need[row] in (None, "unknown")]
    yield _count("relations.flows", "Flows in use", (ids[row] for row in used), "flows")
    yield _count("relations.need_unknown", "Flows in use whose need is not registered", unknown, "flows")
    for kind, text in (
        ("register", "Systems in use that get data directly from a register"),
        ("copy_register", "Systems in use that get data from or through a copy register"),
        ("platform", "Systems in use that get data from or through a platform"),
    ):
        yield _count(f"relations.from_{kind}", text, _ids(facts, sorted(_getting_from(facts, kind))))
    providers, consumers = facts.ends
    around = {providers[row] for row in used} | {consumers[row] for row in used} | _passed(facts)
    lonely = (row for row in facts.used if row not in around)
    yield _count("relations.none", "Systems in use without a flow in use", _ids(facts, lonely))


def _getting_from(facts: Facts, kind: str) -> set[int]:
    """The consumers of flows in use from a kind of system; from a copy register or platform also through it."""
    providers, consumers = facts.ends
    is_kind = [one == kind for one in facts.kinds]
    passing = kind != "register"
    return {
        consumers[row]
        for row in facts.used_flows
        if is_kind[providers[row]] or (passing and any(is_kind[one] for one in facts.on_way[row]))
    }


def _passed(facts: Facts) -> set[int]:
    return {one for row in facts.used_flows for one in facts.on_way[row]}


def _cost(facts: Facts) -> Iterator[OverviewNumber]:
    """Three sums that do not overlap, and their total: contracts, and what no contract of known cost covers."""
    contracts = {id_: facts.terms[id_].annual_cost for id_ in facts.paid}
    covered_systems, covered_flows = facts.covered
    own, prices = facts.systems.column("annual_cost"), facts.flows.column("annual_price")
    ids, flow_ids = facts.systems.ids, facts.flows.ids
    systems = {ids[row]: own[row] for row in facts.used if ids[row] not in covered_systems}
    priced = (row for row in facts.used_flows if prices[row] is not None or not facts.included(row))
    flows = {flow_ids[row]: prices[row] for row in priced if flow_ids[row] not in covered_flows}
    parts = [
        *_sum("cost.contracts", "Contracts in force, or run out and still in use", contracts, "contracts"),
        *_sum("cost.systems", "Systems in use outside contracts of known cost, at their own cost", systems, "systems"),
        *_sum("cost.flows", "Flows in use outside contracts of known cost, at their own price", flows, "flows"),
    ]
    yield _total(parts)
    yield from parts
    yield from _by_vendor(facts, contracts)


def _sum(key: str, text: str, costs: Mapping[str, object], table: RowTable) -> tuple[OverviewNumber, OverviewNumber]:
    known = {id_: float(cost) for id_, cost in costs.items() if isinstance(cost, int | float)}
    unknown = tuple(sorted(id_ for id_ in costs if id_ not in known))
    value = known_sum(known.values()) if known else None
    return (
        OverviewNumber(key, text, None, "DKK", value, table, tuple(sorted(known)), unknown=len(unknown)),
        OverviewNumber(f"{key}.unknown", f"{text}: cost not registered", None, "count", len(unknown), table, unknown),
    )


def _total(parts: Sequence[OverviewNumber]) -> OverviewNumber:
    sums = [part for part in parts if part.unit == "DKK"]
    known = [part.value for part in sums if part.value is not None]
    return OverviewNumber(
        key="cost.total",
        text="Known cost a year, each krone once",
        subject=None,
        unit="DKK",
        value=known_sum(known) if known else None,
        table="contracts",
        rows=(),
        parts=tuple(part.key for part in sums),
        unknown=sum(part.unknown or 0 for part in sums),
    )


def _by_vendor(facts: Facts, contracts: Mapping[str, float | None]) -> Iterator[OverviewNumber]:
    """The cost of the contracts of each vendor, however it is spelt; dearest first."""
    vendors: dict[str, dict[str, float | None]] = defaultdict(dict)
    spelt: dict[str, str] = {}
    for id_, cost in contracts.items():
        vendor = facts.terms[id_].vendor
        if vendor is not None:
            folded = fold(vendor)
            spelt[folded] = min(vendor, spelt.get(folded, vendor))
            vendors[folded][id_] = cost
    found = [_vendor(spelt[folded], costs) for folded, costs in vendors.items()]
    yield from sorted(found, key=lambda one: (-(one.value or 0), one.key))


def _vendor(vendor: str, costs: Mapping[str, float | None]) -> OverviewNumber:
    number, _ = _sum(f"cost.vendor.{vendor}", "Contracts with {subject}", costs, "contracts")
    return replace(number, subject=vendor, rows=tuple(sorted(costs)))


def _tender(facts: Facts) -> Iterator[OverviewNumber]:
    needed = [facts.terms[id_] for id_, need in facts.tender.items() if need == "needed"]
    dated = [(one.tender_by, one.id) for one in needed if one.tender_by is not None]
    late = sorted(id_ for day, id_ in dated if day < facts.as_of)
    yield _count("tender.overdue", "Contracts whose tender should have started", late, "contracts")
    quarters: dict[str, list[str]] = defaultdict(list)
    for day, id_ in dated:
        if day >= facts.as_of:
            quarters[quarter_of(day)].append(id_)
    for quarter, ids in sorted(quarters.items()):
        text = "Contracts whose tender starts in {subject}"
        yield _count(f"tender.quarter.{quarter}", text, sorted(ids), "contracts", subject=quarter)
    open_ended = (id_ for id_, one in facts.terms.items() if one.ends is None)
    yield _count("tender.unknown", "Contracts without a registered end", open_ended, "contracts")
    run_out = (id_ for id_ in facts.terms if id_ in facts.contracts.run_on)
    yield _count("tender.run_out", "Contracts that have run out and are still in use", run_out, "contracts")
    bare = (one.id for one in without_contract(facts.landscape, facts.contracts))
    yield _count("tender.no_contract", "Systems in use without a contract in force (registers not counted)", bare)


def _owners(facts: Facts) -> Iterator[OverviewNumber]:
    """Registers are the state's; nobody in the municipality owns them."""
    own = [row for row in facts.used if facts.kinds[row] != "register"]
    owner, unit = facts.systems.column("owner"), facts.systems.column("unit")
    owned, unowned = ([row for row in own if (owner[row] is None) is blank] for blank in (False, True))
    unitless = [row for row in own if unit[row] is None]
    yield _count("owners.owned", "Systems in use with an owner (registers not counted)", _ids(facts, owned))
    yield _count("owners.none", "Systems in use without an owner (registers not counted)", _ids(facts, unowned))
    yield _count("owners.no_unit", "Systems in use without a unit (registers not counted)", _ids(facts, unitless))
    units: dict[str, list[int]] = defaultdict(list)
    for row in own:
        if unit[row] is not None:
            units[str(unit[row])].append(row)
    for id_, rows in sorted(units.items(), key=lambda item: (-len(item[1]), item[0])):
        yield _count(f"owners.unit.{id_}", "Systems in use of {subject}", _ids(facts, rows), subject=id_)


def _future(facts: Facts) -> Iterator[OverviewNumber]:
    futures = facts.futures
    for word in FUTURES:
        rows = [row for row in facts.used if futures[row] == word]
        yield _count(f"future.{word}", FUTURE_TEXTS[word], _ids(facts, rows))
    stands_for = facts.landscape.stands_for
    shared = {id_ for id_, entry in stands_for.items() if entry.shared}
    copies = (id_ for id_ in _ids(facts, _of_kind(facts, "copy_register")) if id_ not in shared)
    yield _count("future.copy_registers", "Copy registers in use that flows can move away from", copies)
    closing = (id_ for id_ in _ids(facts, facts.used) if id_ in stands_for and not stands_for[id_].living)
    yield _count("future.closing", "Systems in use that are closed or being closed, as the catalogue knows", closing)
    text = "Systems in use with a flow from, to or through the common architecture"
    yield _count("future.on_common", text, _on_common(facts))


def _on_common(facts: Facts) -> Iterator[str]:
    providers, consumers = facts.ends
    common = facts.common
    found: set[int] = set()
    for row in facts.used_flows:
        ends = providers[row], consumers[row]
        if common.intersection(ends) or common.intersection(facts.on_way[row]):
            found.update(ends)
    return _ids(facts, sorted(found - common))
