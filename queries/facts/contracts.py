"""Which contracts cover what, which of them are paid on a day, and what a system costs by itself.

Every question that touches contracts asks here, so that a krone is counted alike in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from model.landscape.in_use import InUse, in_use
from model.landscape.landscape import Landscape
from model.lazily import lazily
from model.schema import texts
from queries.facts.contract_terms import State, state
from queries.facts.sums import known_sum

IN_FORCE: frozenset[State] = frozenset({"running", "end_unknown"})
CostFrom = Literal["contract", "system"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What one contract covers, by id, sorted; those in use on the day beside; `to_come`: systems that begin later."""

    systems: Sequence[str]
    flows: Sequence[str]
    systems_in_use: Sequence[str]
    flows_in_use: Sequence[str]
    to_come: Sequence[str]

    @property
    def used(self) -> bool:
        """Whether anything of it is in use."""
        return bool(self.systems_in_use or self.flows_in_use)


class Contracts:
    """All contracts of a landscape on a day. It covers the systems and flows that it lists, and flows naming it.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> rows = {"old": {"name": "Old", "systems": ("a",), "ends": date(2025, 1, 31), "annual_cost": 900.0},
    ...         "new": {"name": "New", "systems": ("a",), "ends": date(2027, 1, 31), "annual_cost": 700.0}}
    >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}}, contracts=rows)))
    >>> found = Contracts(town, date(2026, 1, 1))
    >>> sorted(found.paid), found.own_cost("a")
    (['new'], (700.0, 'contract'))
    """

    def __init__(self, landscape: Landscape, as_of: date) -> None:
        self._landscape = landscape
        self._systems = landscape.tables["systems"]
        self._flows = landscape.tables["flows"]
        self._table = landscape.tables["contracts"]
        self.as_of = as_of
        self._covers: dict[str, Cover] = {}

    @lazily
    def in_use(self) -> InUse:
        """What is in use on the day."""
        return in_use(self._landscape, self.as_of)

    @lazily
    def states(self) -> Mapping[str, State]:
        """Contract -> whether it runs on the day."""
        cells = zip(self._table.ids, self._table.cells("starts"), self._table.cells("ends"), strict=True)
        return {id_: state(starts, ends, self.as_of) for id_, starts, ends in cells}

    @lazily
    def to_come(self) -> Mapping[str, date]:
        """The contracts that have not begun -> their first day."""
        cells = zip(self._table.ids, self._table.cells("starts"), strict=True)
        return {id_: day for id_, day in cells if isinstance(day, date) and self.states[id_] == "not_begun"}

    @lazily
    def rows(self) -> Mapping[str, tuple[Sequence[int], Sequence[int]]]:
        """Contract -> the rows of its systems and of its flows, sorted."""
        table = self._table
        cells = zip(table.ids, table.cells("systems"), table.cells("flows"), strict=True)
        return {
            id_: (
                _rows(self._systems.index, systems),
                sorted({*_rows(self._flows.index, flows), *self._naming.get(id_, ())}),
            )
            for id_, systems, flows in cells
        }

    @lazily
    def _naming(self) -> Mapping[str, Sequence[int]]:
        """Contract -> the rows of the flows that name it."""
        found: dict[str, list[int]] = {}
        for row, contract in enumerate(self._flows.cells("contract")):
            if contract is not None:
                found.setdefault(str(contract), []).append(row)
        return found

    @lazily
    def of_system(self) -> Mapping[str, Sequence[str]]:
        """System -> the contracts that list it, sorted."""
        ids = self._systems.ids
        return _turned({id_: [ids[row] for row in systems] for id_, (systems, _) in self.rows.items()})

    @lazily
    def of_flow(self) -> Mapping[str, Sequence[str]]:
        """Flow -> the contracts that list it or that it names, sorted."""
        ids = self._flows.ids
        return _turned({id_: [ids[row] for row in flows] for id_, (_, flows) in self.rows.items()})

    def cover(self, contract: str) -> Cover:
        """What one contract covers."""
        if contract not in self._covers:
            self._covers[contract] = self._cover(contract)
        return self._covers[contract]

    def _cover(self, contract: str) -> Cover:
        systems, flows = self.rows[contract]
        used = self.in_use
        return Cover(
            systems=tuple(self._systems.ids[row] for row in systems),
            flows=tuple(self._flows.ids[row] for row in flows),
            systems_in_use=tuple(self._systems.ids[row] for row in systems if used.systems[row]),
            flows_in_use=tuple(self._flows.ids[row] for row in flows if used.flows[row]),
            to_come=tuple(self._systems.ids[row] for row in systems if self.begins_later(row)),
        )

    def begins_later(self, row: int) -> bool:
        """Whether a system, by its row, is not in use yet."""
        first = self._systems.cell(row, "in_use_from")
        if isinstance(first, date):
            return first > self.as_of
        return not self.in_use.systems[row] and self._systems.cell(row, "lifecycle") == "planned"

    # -- what is paid -----------------------------------------------------------------------------------------------

    def in_force(self, contract: str) -> bool:
        """Whether it has begun and not ended."""
        return self.states[contract] in IN_FORCE

    @lazily
    def run_on(self) -> frozenset[str]:
        """Those that have ended while something of theirs is in use that no contract in force covers.

        Of several that ended only the last: a contract that was renewed is not paid twice.
        """
        ended = (id_ for id_, one in self.states.items() if one == "ended")
        return frozenset(id_ for id_ in ended if any(self._is_last(id_, among) for among in self._uncovered(id_)))

    @lazily
    def paid(self) -> frozenset[str]:
        """The contracts that are paid on the day: in force, or ended and still used."""
        return self.run_on | {id_ for id_ in self.states if self.in_force(id_)}

    def _uncovered(self, contract: str) -> Iterator[Sequence[str]]:
        """The contracts of each thing of one that is in use without a contract in force.

        A flow goes with its ends where the contract lists one of them.
        """
        cover = self.cover(contract)
        systems = frozenset(cover.systems)
        alone = (one for one in cover.flows_in_use if systems.isdisjoint(self.ends_of(one)))
        things = (*(self.of_system[one] for one in cover.systems_in_use), *(self.of_flow[one] for one in alone))
        return (among for among in things if not any(map(self.in_force, among)))

    def ends_of(self, flow: str) -> Iterator[str]:
        """The provider and the consumer of one flow."""
        return (str(self._landscape.cell("flows", flow, end)) for end in ("provider", "consumer"))

    def _is_last(self, contract: str, among: Sequence[str]) -> bool:
        """Whether no other of them ended later."""
        own = self._ended[contract]
        return all(self._ended.get(other, own) <= own for other in among)

    @lazily
    def _ended(self) -> Mapping[str, date]:
        """The ends of those that have ended."""
        cells = zip(self._table.ids, self._table.cells("ends"), strict=True)
        return {id_: day for id_, day in cells if isinstance(day, date) and self.states[id_] == "ended"}

    # -- what a system costs by itself ------------------------------------------------------------------------------

    def own_cost(self, system: str) -> tuple[float | None, CostFrom | None]:
        """DKK a year, and where it is registered: the paid contracts for it alone, else its own cost; `None`: nowhere.

        Where the cost of one of several contracts is not registered, what they cost together is not known, and the
        system's own cost counts.
        """
        costs = [self.cost(id_) for id_ in self.alone.get(system, ())]
        if costs and None not in costs:
            return known_sum(costs), "contract"
        own = self._landscape.cell("systems", system, "annual_cost")
        return (own, "system") if isinstance(own, float) else (None, None)

    @lazily
    def alone(self) -> Mapping[str, Sequence[str]]:
        """System -> the paid contracts that list it and nothing else, sorted; flows of its own may name them.

        "List" as the definition of moves has it: a contract that lists a system out of use, or a flow, lists more. The
        duplicates ask what a contract covers of what is in use.
        """
        found: dict[str, list[str]] = {}
        cells = zip(self._table.ids, self._table.cells("systems"), self._table.cells("flows"), strict=True)
        for id_, systems, flows in cells:
            listed = set(texts(systems))
            if len(listed) == 1 and not flows and id_ in self.paid and self._names_only(id_, listed):
                found.setdefault(listed.pop(), []).append(id_)
        return found

    def _names_only(self, contract: str, systems: set[str]) -> bool:
        """Whether the flows that name a contract all begin, pass or end at its systems."""
        return all(not systems.isdisjoint(self._carriers(row)) for row in self._naming.get(contract, ()))

    def _carriers(self, row: int) -> set[str]:
        cells = (self._flows.cell(row, end) for end in ("provider", "consumer"))
        return {*map(str, cells), *texts(self._flows.cell(row, "via"))}

    def cost(self, contract: str) -> float | None:
        """What one contract costs a year, in DKK, as registered."""
        value = self._landscape.cell("contracts", contract, "annual_cost")
        return value if isinstance(value, float) else None


def _turned(covered: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """What is covered -> the contracts that cover it, sorted."""
    found: dict[str, list[str]] = {}
    for contract in sorted(covered):
        for one in covered[contract]:
            found.setdefault(one, []).append(contract)
    return found


def _rows(index: Mapping[str, int], cell: object) -> list[int]:
    listed: Iterable[object] = cell if isinstance(cell, tuple) else ()
    return sorted({index[str(id_)] for id_ in listed if str(id_) in index})
