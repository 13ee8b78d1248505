"""Which systems can be duplicates on a day, what they are for, and which municipality's they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress

from model.catalogue.catalogue import Entry
from model.landscape.in_use import InUse
from model.landscape.landscape import Landscape
from model.lazily import lazily
from queries.duplicates.jobs import Job, Jobs, RegisteredSystem, registrations
from queries.facts.contracts import Contracts

SHARED_ON_PURPOSE = frozenset({"platform", "support", "register"})
"""Kinds that all systems use on purpose: no duplicates."""


class Members:
    """The systems in use on a day by row, read once for all parts of the answer."""

    def __init__(self, landscape: Landscape, as_of: date) -> None:
        self.landscape = landscape
        self.table = landscape.tables["systems"]
        self.as_of = as_of
        self.contracts = Contracts(landscape, as_of)
        self._jobs = Jobs(landscape.catalogue)

    @property
    def in_use(self) -> InUse:
        """What is in use on the day."""
        return self.contracts.in_use

    @lazily
    def rows(self) -> Sequence[int]:
        """Systems in use, of any kind."""
        return list(self.in_use.system_rows())

    @lazily
    def said(self) -> Mapping[int, RegisteredSystem]:
        """What each of them is registered as."""
        return dict(zip(self.rows, registrations(self.landscape, self.rows), strict=True))

    @lazily
    def jobs(self) -> Mapping[int, Sequence[Job]]:
        """What each is for; platforms, support systems and registers are for none."""
        solving = (row for row in self.rows if self.said[row].kind not in SHARED_ON_PURPOSE)
        found = ((row, self._jobs.of(self.said[row])) for row in solving)
        return {row: jobs for row, jobs in found if jobs}

    def product(self, row: int) -> Entry | None:
        """The catalogue's product that a system is of: the entry it stands for, else by its name or product."""
        known = self._jobs.product(self.said[row])
        entry = self.landscape.stands_for.get(self.table.ids[row])
        return entry if entry is not None else known.entry if known else None

    def number(self, row: int, field: str) -> float | None:
        """A number as registered."""
        value = self.table.cell(row, field)
        return value if isinstance(value, float) else None

    def text(self, row: int, field: str) -> str | None:
        """A text as registered."""
        value = self.table.cell(row, field)
        return None if value is None else str(value)

    @lazily
    def municipalities(self) -> Mapping[int, str]:
        """Row -> municipality; none for what is shared."""
        cells = list(self.table.cells("municipality"))
        return {row: str(cells[row]) for row in self.rows if cells[row] is not None}

    @lazily
    def users_of(self) -> Mapping[int, frozenset[str]]:
        """Of systems of no municipality, the municipalities that use each: by its units, or by a flow."""
        shared = [row for row in self.jobs if row not in self.municipalities]
        every = frozenset(self.municipalities.values())
        if len(every) <= 1:
            return dict.fromkeys(shared, every)
        found: dict[int, set[str]] = {row: self._of_units(row) for row in shared}
        flows, index = self.landscape.tables["flows"], self.table.index
        wanted = {self.table.ids[row] for row in found}
        ends = zip(flows.cells("provider"), flows.cells("consumer"), strict=True) if wanted else ()
        for provider, consumer in compress(ends, self.in_use.flows):
            for one, other in ((provider, consumer), (consumer, provider)):
                if one in wanted and (used_by := self.municipalities.get(index[str(other)])):
                    found[index[str(one)]].add(used_by)
        return {row: frozenset(used_by) for row, used_by in found.items()}

    def units(self, row: int) -> set[str]:
        """The unit in charge and those that use a system."""
        using = self.table.cell(row, "using_units")
        found = {str(one) for one in using} if isinstance(using, tuple) else set()
        return found | ({unit} if (unit := self.text(row, "unit")) else set())

    def _of_units(self, row: int) -> set[str]:
        cells = (self.landscape.cell("units", unit, "municipality") for unit in self.units(row))
        return {str(one) for one in cells if one is not None}

    def by_municipality(self, rows: Sequence[int]) -> Mapping[str | None, Sequence[int]]:
        """Systems by the municipality whose they are or that uses them; under `None` what no municipality uses."""
        found: dict[str | None, list[int]] = {}
        for row in rows:
            owners = {self.municipalities[row]} if row in self.municipalities else self.users_of[row]
            for owner in sorted(owners):
                found.setdefault(owner, []).append(row)
            if not owners:
                found.setdefault(None, []).append(row)
        return found
