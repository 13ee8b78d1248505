"""The six questions of the whole landscape: every number with the rows behind it. How: docs/overview.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from model.errors import InputError
from model.landscape.landscape import Landscape
from model.months import quarter_of
from model.rows import Rows
from queries.facts.document import Documented
from queries.overview.facts import Facts
from queries.overview.parts import OverviewNumber, Section, SystemLine
from queries.overview.section_numbers import sections


@dataclass(frozen=True, slots=True)
class OverviewAnswer(Documented):
    """The six questions answered on a day; `systems`: one line for each system in use, by id."""

    as_of: date
    revision: int
    lead_months: int
    sections: Sequence[Section]
    systems: Sequence[SystemLine]

    def number(self, key: str) -> OverviewNumber:
        """The number of that key, with the rows behind it. Raises `InputError` where there is none."""
        for section in self.sections:
            for one in section.numbers:
                if one.key == key:
                    return one
        keys = [one.key for section in self.sections for one in section.numbers]
        if meant := get_close_matches(key, keys):
            raise InputError(f"The overview has no number {key!r}. Did you mean: {', '.join(meant)}?")
        raise InputError(f"The overview has no number {key!r}. Its numbers are: {', '.join(keys)}.")


def overview(landscape: Landscape, as_of: date, *, lead_months: int = 12) -> OverviewAnswer:
    """Which systems there are, how they relate, what they cost, when they are tendered, who owns them, what comes.

    `lead_months`: how long before a contract's end its tender starts; raises `InputError` where it is negative.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> systems = {"a": {"name": "A", "annual_cost": 900.0}, "b": {"name": "B", "owner": "Ida"}}
    >>> answer = overview(Landscape(State().with_batch(Batch.of("hand", systems=systems))), date(2026, 1, 1))
    >>> cost = answer.number("cost.total")
    >>> cost.value, cost.unknown, answer.number("cost.systems.unknown").rows, answer.number("owners.none").rows
    (900.0, 1, ('b',), ('a',))
    """
    if lead_months < 0:
        raise InputError("A lead time is a number of months, 0 or more.")
    facts = Facts(landscape, as_of, lead_months=lead_months)
    return OverviewAnswer(
        as_of=as_of,
        revision=landscape.revision,
        lead_months=lead_months,
        sections=sections(facts),
        systems=Rows(lambda: len(facts.used), lambda at: system_line(facts, facts.used[at])),
    )


def system_line(facts: Facts, row: int) -> SystemLine:
    """One system in one line, by its row."""
    table, id_ = facts.systems, facts.systems.ids[row]
    cells = table.row(id_)
    contract = facts.contract_of(id_)
    tender = contract.tender_by if contract is not None and facts.tender[contract.id] == "needed" else None
    texts = {name: None if cells.get(name) is None else str(cells[name]) for name in ("vendor", "unit", "owner")}
    cost, last, critical = (cells.get(name) for name in ("annual_cost", "in_use_to", "business_critical"))
    sources = facts.getting.get(row, set())
    return SystemLine(
        id=id_,
        name=facts.landscape.name_of("systems", id_),
        kind=facts.kinds[row],
        vendor=texts["vendor"],
        unit=texts["unit"],
        owner=texts["owner"],
        lifecycle=str(cells.get("lifecycle") or "operational"),
        business_critical=critical if isinstance(critical, bool) else None,
        gets_from=len(sources),
        gives_to=len(facts.giving.get(row, ())),
        registers=[table.ids[one] for one in sorted(sources) if facts.kinds[one] in ("register", "copy_register")],
        annual_cost=cost if isinstance(cost, float) else None,
        contract=None if contract is None else contract.id,
        contract_cost=None if contract is None else contract.annual_cost,
        shared_with=0 if contract is None else len(facts.cover[contract.id].systems) - 1,
        contract_ends=None if contract is None else contract.ends,
        tender_by=tender,
        tender_quarter=None if tender is None else quarter_of(tender),
        in_use_to=last if isinstance(last, date) else None,
        successors=facts.landscape.successors(id_),
        future=facts.future(row),
    )
