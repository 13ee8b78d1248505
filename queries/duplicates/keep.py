"""Which of a group's systems to keep, why, what speaks against it, and what having one saves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from queries.duplicates.answer import Reason, Saving, Totals
from queries.duplicates.costs import costs, total
from queries.duplicates.members import Members
from queries.facts.end_dates import EndDates

BY_DEPENDANTS = "{system} first: {count} systems stop or may stop without it; without {other} {fewer} do."
BY_ARCHITECTURE = "{system} first: it is part of the common architecture, and {other} is not."
BY_USERS = "{system} first: it has {count} users, {other} has {fewer}."
BY_KNOWN_USERS = "{system} first: it has {count} users; those of {other} are not registered."
BY_END = "{system} first: its contract ends on {day}, later than that of {other}."
BY_KNOWN_END = "{system} first: its contract ends on {day}; an end is not registered for {other}."
BY_ID = "Nothing that is registered tells {system} and {other} apart; {system} is first by its id."
NOT_COMMON = "Against it: {other} is part of the common architecture, and it is not."
FEWER_USERS = "Against it: {other} has more users, {count}."
UNKNOWN_USERS = "Against it: how many users it has is not registered."
COPY_REGISTER = "Against it: it is a paid copy register; which of its flows can move to shared services, moves says."
LEAVING = "Against it: it is being phased out."
LEAVING_ON = "Against it: it goes out of use on {day}."
ENDED = "Against it: its last contract ended on {day}."
ENDS_EARLIER = "Against it: the contract of {other} ends later, on {day}."
DEARER = "Against it: {other} costs less for each user, {fewer} kr. a year and not {count}."


@dataclass(frozen=True, slots=True)
class Candidate:
    """One system as it is weighed."""

    id: str
    name: str
    dependants: int
    common: bool
    users: float | None
    cost: float | None
    ends: date | None
    leaving: bool
    last_day: date | None
    copy_register: bool = False

    def rank(self) -> tuple[int, bool, bool, float, bool, int, str]:
        """Smallest first: what is kept."""
        return (
            -self.dependants,
            not self.common,
            self.users is None,
            -(self.users or 0.0),
            self.ends is None,
            -(self.ends or date.min).toordinal(),
            self.id,
        )

    @property
    def each(self) -> float | None:
        """DKK a year for each user; `None` where cost or users are not registered."""
        return self.cost / self.users if self.cost is not None and self.users else None


def candidate(members: Members, ends: EndDates, row: int, dependants: int) -> Candidate:
    """One system with what is registered about it."""
    id_, product, last = members.table.ids[row], members.product(row), members.table.cell(row, "in_use_to")
    contract = ends.last(id_)
    return Candidate(
        id=id_,
        name=members.landscape.name_of("systems", id_),
        dependants=dependants,
        common=product is not None and product.common_architecture,
        users=members.number(row, "users"),
        cost=total(costs(members, [id_])).annual_cost,
        ends=None if contract is None else contract.ends,
        leaving=members.table.cell(row, "lifecycle") == "phasing_out",
        last_day=last if isinstance(last, date) else None,
        copy_register=members.said[row].kind == "copy_register" and not (product is not None and product.shared),
    )


def reasons(kept: Candidate, others: Sequence[Candidate], as_of: date) -> list[Reason]:
    """What decided against the next best, then what speaks against the one kept. `others`: best first, not empty."""
    return [_decided(kept, others[0]), *_against(kept, others, as_of)]


def _decided(kept: Candidate, other: Candidate) -> Reason:
    values: dict[str, str | int | date] = {"system": kept.name, "other": other.name}
    if kept.dependants != other.dependants:
        return Reason(BY_DEPENDANTS, {**values, "count": kept.dependants, "fewer": other.dependants})
    if kept.common != other.common:
        return Reason(BY_ARCHITECTURE, values)
    if kept.users is not None and kept.users != other.users:
        values["count"] = round(kept.users)
        known = other.users is not None
        return Reason(BY_USERS, {**values, "fewer": round(other.users or 0)}) if known else _of(BY_KNOWN_USERS, values)
    if kept.ends is not None and kept.ends != other.ends:
        return Reason(BY_KNOWN_END if other.ends is None else BY_END, {**values, "day": kept.ends})
    return Reason(BY_ID, values)


def _of(sentence: str, values: Mapping[str, str | int | date]) -> Reason:
    return Reason(sentence, values)


def _against(kept: Candidate, others: Sequence[Candidate], as_of: date) -> Iterator[Reason]:
    if kept.last_day is not None:
        yield Reason(LEAVING_ON, {"day": kept.last_day})
    elif kept.leaving:
        yield Reason(LEAVING, {})
    common = next((one for one in others if one.common and not kept.common), None)
    if common is not None:
        yield Reason(NOT_COMMON, {"other": common.name})
    if kept.copy_register:
        yield Reason(COPY_REGISTER, {})
    yield from _against_users(kept, others)
    yield from _against_contract(kept, others, as_of)
    cheaper = [one for one in others if one.each is not None and kept.each is not None and one.each < kept.each]
    if cheaper:
        best = min(cheaper, key=lambda one: (one.each or 0.0, one.id))
        yield Reason(DEARER, {"other": best.name, "count": round(kept.each or 0), "fewer": round(best.each or 0)})


def _against_users(kept: Candidate, others: Sequence[Candidate]) -> Iterator[Reason]:
    most = max(others, key=lambda one: (one.users or 0.0, one.id))
    if kept.users is None:
        yield Reason(UNKNOWN_USERS, {})
    elif most.users is not None and most.users > kept.users:
        yield Reason(FEWER_USERS, {"other": most.name, "count": round(most.users)})


def _against_contract(kept: Candidate, others: Sequence[Candidate], as_of: date) -> Iterator[Reason]:
    if kept.ends is None:
        return
    latest = max(others, key=lambda one: (one.ends or date.min, one.id))
    if kept.ends < as_of:
        yield Reason(ENDED, {"day": kept.ends})
    elif latest.ends is not None and latest.ends > kept.ends:
        yield Reason(ENDS_EARLIER, {"other": latest.name, "day": latest.ends})


def saving(kept: Candidate, others: Sequence[Candidate], paid: Totals) -> Saving:
    """High: what is known of what the others cost, `paid`. Low: less what the kept one costs more for their users.

    >>> one = Candidate("a", "A", 0, False, 100.0, 50_000.0, None, False, None)
    >>> two = Candidate("b", "B", 0, False, 40.0, 30_000.0, None, False, None)
    >>> saving(one, [two], Totals(30_000.0, 0))
    Saving(low=10000.0, high=30000.0)
    """
    high = paid.annual_cost
    users = [one.users for one in others if one.users is not None]
    if high is None or kept.each is None or paid.unknown or len(users) < len(others):
        return Saving(None, high)
    return Saving(round(high - kept.each * fsum(users), 2), high)
