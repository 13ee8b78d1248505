"""What an overview counts, worked out once for a landscape and a day: by row of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from model.landscape.in_use import InUse
from model.landscape.landscape import Landscape
from model.lazily import lazily
from queries.facts.contract_tenders import TenderNeed, tender_need
from queries.facts.contract_terms import Terms, terms
from queries.facts.contracts import Contracts, Cover
from queries.facts.deliveries import Deliveries
from queries.overview.parts import Future


class Facts:
    """One landscape on one day."""

    def __init__(self, landscape: Landscape, as_of: date, *, lead_months: int) -> None:
        self.landscape = landscape
        self.as_of = as_of
        self.systems = landscape.tables["systems"]
        self.flows = landscape.tables["flows"]
        self.contracts = Contracts(landscape, as_of)
        self._lead = lead_months

    @property
    def in_use(self) -> InUse:
        """What is in use on the day."""
        return self.contracts.in_use

    @lazily
    def used(self) -> Sequence[int]:
        """The rows of the systems in use."""
        return list(self.in_use.system_rows())

    @lazily
    def used_flows(self) -> Sequence[int]:
        """The rows of the flows in use."""
        return list(self.in_use.flow_rows())

    @lazily
    def kinds(self) -> Sequence[str]:
        """The kind of every system, as it counts."""
        return [str(kind) for kind in self.landscape.kinds.cells()]

    @lazily
    def ends(self) -> tuple[Sequence[int], Sequence[int]]:
        """Of every flow the rows of its provider and its consumer."""
        index = self.systems.index
        providers = [index[str(one)] for one in self.flows.cells("provider")]
        return providers, [index[str(one)] for one in self.flows.cells("consumer")]

    @lazily
    def getting(self) -> Mapping[int, set[int]]:
        """System -> the systems that flows in use bring it data from."""
        return self._neighbours(into=True)

    @lazily
    def giving(self) -> Mapping[int, set[int]]:
        """System -> the systems that flows in use take its data to."""
        return self._neighbours(into=False)

    def _neighbours(self, *, into: bool) -> Mapping[int, set[int]]:
        providers, consumers = self.ends
        found: dict[int, set[int]] = {}
        for row in self.used_flows:
            provider, consumer = providers[row], consumers[row]
            if provider != consumer:
                found.setdefault(consumer if into else provider, set()).add(provider if into else consumer)
        return found

    @lazily
    def deliveries(self) -> Deliveries:
        """What brings a register's data to whom."""
        return Deliveries(self.landscape, self.as_of)

    def included(self, row: int) -> bool:
        """Whether the catalogue says of a flow, by its row, that it is free or within the flat price."""
        return self.deliveries.included(row)

    @lazily
    def on_way(self) -> Sequence[Sequence[int]]:
        """Of every flow the systems that carry it besides its provider: those it passes, and its interface's owner."""
        cells = zip(self.flows.cells("via"), self.flows.cells("interface"), strict=True)
        return [self._between(via, interface) for via, interface in cells]

    def _between(self, via: object, interface: object) -> Sequence[int]:
        index = self.systems.index
        passed = [index[str(one)] for one in via if one in index] if isinstance(via, tuple) else []
        return [*passed, *self._interface_owner.get(interface, ())]

    def passed(self, row: int) -> Sequence[str]:
        """The ids of those of one flow, by its row; each once."""
        between = self._between(self.flows.cell(row, "via"), self.flows.cell(row, "interface"))
        return [self.systems.ids[one] for one in dict.fromkeys(between)]

    @lazily
    def _interface_owner(self) -> Mapping[object, Sequence[int]]:
        table = self.landscape.tables["interfaces"]
        owners = zip(table.ids, table.cells("system"), strict=True)
        return {id_: (self.systems.index[str(owner)],) for id_, owner in owners if owner in self.systems.index}

    # -- contracts --------------------------------------------------------------------------------------------------

    @lazily
    def terms(self) -> Mapping[str, Terms]:
        """Every contract's dates."""
        ids = self.landscape.tables["contracts"].ids
        return {id_: terms(self.landscape, id_, self.as_of, lead_months=self._lead) for id_ in ids}

    @lazily
    def cover(self) -> Mapping[str, Cover]:
        """What every contract covers."""
        return {id_: self.contracts.cover(id_) for id_ in self.terms}

    @lazily
    def tender(self) -> Mapping[str, TenderNeed]:
        """Whether every contract is to be tendered."""
        found = ((id_, one, self.cover[id_]) for id_, one in self.terms.items())
        return {id_: tender_need(self.landscape, self.contracts, one, cover) for id_, one, cover in found}

    @lazily
    def paid(self) -> Sequence[str]:
        """The contracts that are paid on the day: in force, or ended while what they cover has no other."""
        return [id_ for id_ in self.terms if id_ in self.contracts.paid]

    @lazily
    def covered(self) -> tuple[frozenset[str], frozenset[str]]:
        """The systems and the flows whose price is within a paid contract with a registered cost."""
        known = [self.cover[id_] for id_ in self.paid if self.terms[id_].annual_cost is not None]
        systems = frozenset(one for cover in known for one in cover.systems)
        return systems, frozenset(one for cover in known for one in cover.flows)

    def contract_of(self, system: str) -> Terms | None:
        """The contract that covers a system: of those paid, the one that ends last, no end being last, then by id."""
        paid = self.contracts.paid
        found = [self.terms[id_] for id_ in self.contracts.of_system.get(system, ()) if id_ in paid]
        return min(found, key=lambda one: (-(one.ends or date.max).toordinal(), one.id), default=None)

    # -- the future -------------------------------------------------------------------------------------------------

    @lazily
    def common(self) -> frozenset[int]:
        """The systems that are part of the municipalities' common architecture, as the catalogue knows."""
        found = ((id_, entry) for id_, entry in self.landscape.stands_for.items() if entry.common_architecture)
        return frozenset(self.systems.index[id_] for id_, _ in found)

    def future(self, row: int) -> Future:
        """What is registered of a system's future."""
        if row in self.common:
            return "common"
        successors = self.landscape.successors(self.systems.ids[row])
        if any(self.systems.index.get(one) in self.common for one in successors):
            return "to_common"
        if successors:
            return "replaced"
        leaves = self.systems.cell(row, "in_use_to") is not None
        return "ends" if leaves or self.systems.cell(row, "lifecycle") == "phasing_out" else "no_plan"

    @lazily
    def futures(self) -> Mapping[int, Future]:
        """The future of every system in use."""
        return {row: self.future(row) for row in self.used}
