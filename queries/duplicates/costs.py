"""What solutions cost: the contracts that are for them alone, else the systems' own costs; each krone once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from queries.duplicates.answer import CostLine, Totals
from queries.duplicates.members import Members
from queries.duplicates.solutions import Joined, joint_contracts
from queries.facts.sums import known_sum


def costs(members: Members, systems: Sequence[str]) -> list[CostLine]:
    """What is paid for the systems of one solution.

    Systems under paid contracts that cover nothing else in use cost what those contracts do; where one of these has no
    registered cost, or there is none, each system's own cost counts.
    """
    joint = joint_contracts(members, systems, members.contracts.paid)
    joined = Joined(systems)
    for together in joint.values():
        for other in together[1:]:
            joined.join(together[0], other)
    return [line for part in joined.parts() for line in _of_part(members, part, joint)]


def _of_part(members: Members, part: Sequence[str], joint: Mapping[str, Sequence[str]]) -> list[CostLine]:
    lines = [
        CostLine("contracts", contract, systems, members.contracts.cost(contract))
        for contract, systems in joint.items()
        if systems[0] in part
    ]
    if lines and all(line.annual_cost is not None for line in lines):
        return lines
    index = members.table.index
    return [CostLine("systems", id_, [id_], members.number(index[id_], "annual_cost")) for id_ in part]


def total(lines: Iterable[CostLine]) -> Totals:
    """The sum of cost lines, of several groups too: what is paid with a contract is not paid again by itself.

    >>> total([CostLine("contracts", "k", ["a", "b"], 900.0), CostLine("systems", "a", ["a"], 500.0),
    ...        CostLine("systems", "c", ["c"], None)])
    Totals(annual_cost=900.0, unknown=1)
    """
    each = {(line.source, line.id): line for line in lines}
    with_contract = {id_ for line in each.values() if line.source == "contracts" for id_ in line.systems}
    counted = [cost for line in each.values() for cost in _counted(line, with_contract)]
    return Totals(known_sum(counted) if counted else 0.0, counted.count(None))


def _counted(line: CostLine, with_contract: set[str]) -> Iterator[float | None]:
    if line.source == "contracts" or line.id not in with_contract:
        yield line.annual_cost


def without(lines: Iterable[CostLine], systems: Iterable[str]) -> list[CostLine]:
    """The lines that pay for none of some systems."""
    staying = frozenset(systems)
    return [line for line in lines if staying.isdisjoint(line.systems)]


def within(lines: Iterable[CostLine], systems: Iterable[str]) -> list[CostLine]:
    """The lines that pay for nothing but some systems."""
    inside = frozenset(systems)
    return [line for line in lines if inside.issuperset(line.systems)]
