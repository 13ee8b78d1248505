"""The calendar once more, slowly and word by word from docs/calendar.md, over rows of plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.property.random_contracts import Rows
from tests.property.slow_months import months_on

Row = Mapping[str, Any]


def back(day: date, months: float) -> date:
    """So many months earlier; a part of one counts as a whole."""
    return months_on(day, -math.ceil(months))


def out_of_use(system: Row, day: date) -> bool:
    """Its last day has passed, or is blank and it is retired; its first has not come, or is blank and it is planned."""
    ended = system["in_use_to"] < day if "in_use_to" in system else system.get("lifecycle") == "retired"
    begun = system["in_use_from"] <= day if "in_use_from" in system else system.get("lifecycle") != "planned"
    return ended or not begun


def begins_later(system: Row, day: date) -> bool:
    """Its first day has not come; blank, it is planned and not in use."""
    if "in_use_from" in system:
        return bool(system["in_use_from"] > day)
    return out_of_use(system, day) and system.get("lifecycle") == "planned"


class Town:
    """Rows with what is only referred to: a system that nobody lists is in use."""

    def __init__(self, rows: Rows, day: date) -> None:
        self.rows, self.day = rows, day
        self.systems = dict(rows["systems"])
        named = [one for flow in rows["flows"].values() for one in (flow["provider"], flow["consumer"])]
        named += [one for flow in rows["flows"].values() for one in flow.get("via", ())]
        named += [one for system in rows["systems"].values() for one in system.get("successor", ())]
        named += [one for contract in rows["contracts"].values() for one in contract.get("systems", ())]
        named += [interface["system"] for interface in rows["interfaces"].values()]
        named += [one["register"] for one in rows["data_objects"].values()]
        self.named = set(named)
        named += [SERVED[row["interface"]] for row in rows["flows"].values() if row.get("interface") in SERVED]
        for one in named:
            self.systems.setdefault(one, {})

    def used(self, system: str) -> bool:
        return system in self.systems and not out_of_use(self.systems[system], self.day)

    def carriers(self, flow: str) -> set[str]:
        row = self.rows["flows"][flow]
        owner = self.rows["interfaces"].get(row.get("interface", ""), {}).get("system")
        owner = SERVED.get(row.get("interface", ""), owner)
        return {row["provider"], *row.get("via", ()), *([owner] if owner else [])}

    def flow_used(self, flow: str) -> bool:
        ends = {self.rows["flows"][flow]["consumer"], *self.carriers(flow)}
        return all(self.used(one) for one in ends)

    def covers(self, contract: str) -> tuple[list[str], list[str]]:
        row = self.rows["contracts"][contract]
        flows = {one for one in row.get("flows", ()) if one in self.rows["flows"]}
        flows |= {id_ for id_, flow in self.rows["flows"].items() if flow.get("contract") == contract}
        return sorted(set(row.get("systems", ()))), sorted(flows)

    def in_use(self, contract: str) -> bool:
        systems, flows = self.covers(contract)
        return any(map(self.used, systems)) or any(map(self.flow_used, flows))

    def runs(self, contract: str) -> bool:
        """It has begun and not ended."""
        row = self.rows["contracts"][contract]
        return bool(row.get("starts", self.day) <= self.day <= row.get("ends", self.day))

    def runs_on(self, contract: str) -> bool:
        """It was the last to end for something that is in use and that no contract covers that runs."""
        ends = {id_: row["ends"] for id_, row in self.rows["contracts"].items() if row.get("ends", self.day) < self.day}
        if contract not in ends:
            return False
        systems, flows = self.covers(contract)
        things: list[tuple[int, str]] = [(0, one) for one in systems if self.used(one)]
        for one in flows:
            row = self.rows["flows"][one]
            if self.flow_used(one) and row["provider"] not in systems and row["consumer"] not in systems:
                things.append((1, one))
        for place, thing in things:
            among = [id_ for id_ in self.rows["contracts"] if thing in self.covers(id_)[place]]
            last = max(ends[id_] for id_ in among if id_ in ends)
            if not any(map(self.runs, among)) and ends[contract] == last:
                return True
        return False

    def to_take_over(self, contract: str, place: int, thing: str) -> bool:
        """Another contract covers it that has not begun, and begins after this one."""
        begun = self.rows["contracts"][contract].get("starts", date.min)
        others = [row for id_, row in self.rows["contracts"].items() if thing in self.covers(id_)[place]]
        live = [row for row in others if row.get("ends", self.day) >= self.day]
        return any(row.get("starts", begun) > max(begun, self.day) for row in live)

    def leaves(self, system: str, by: date) -> bool:
        return bool(self.systems[system].get("in_use_to", date.max) <= by)


SERVED = {
    "SF1520": "SERVICEPLATFORMEN",
    "SF6004": "SERVICEPLATFORMEN",
    "SF1530": "SERVICEPLATFORMEN",
    "SF1601": "POSTKOMPONENT",
}
"""The catalogue's services are interfaces of their platforms."""


def tender_of(town: Town, contract: str, lead: int) -> date | None:
    """When its tender must start, `None` where there is none."""
    row = town.rows["contracts"][contract]
    if row.get("ends", town.day) < town.day and not town.runs_on(contract):
        return None
    systems, flows = town.covers(contract)
    staying = [one for one in systems if town.used(one) or begins_later(town.systems[one], town.day)]
    if not staying and not town.in_use(contract):
        return None
    if "tender" in row:
        return row["tender"]  # type: ignore[no-any-return]
    if "ends" not in row:
        return None
    taken = {one for one in staying if town.to_take_over(contract, 0, one)}
    gone = [one in taken or town.leaves(one, row["ends"]) for one in staying]
    for flow in filter(town.flow_used, flows):
        ends = {town.rows["flows"][flow]["consumer"], *town.carriers(flow)}
        leaves = any(town.leaves(one, row["ends"]) for one in ends)
        provider = town.rows["flows"][flow]["provider"]
        along = bool(taken & {provider, town.rows["flows"][flow]["consumer"]})
        gone.append(leaves or along or town.to_take_over(contract, 1, flow))
    if all(gone):
        return None
    return back(row["ends"], lead)


def events(rows: Rows, day: date, *, last: date, lead: int = 12, soon: int = 6) -> set[tuple[Any, ...]]:
    """What the calendar shows from the day of asking to the last: day, kind, contract, status."""
    town = Town(rows, day)
    found = set()
    for id_, row in rows["contracts"].items():
        ends = row.get("ends")
        over = ends is not None and ends < day
        dates = [(ends, "end", over and town.runs_on(id_))]
        if ends is not None and "notice_months" in row:
            notice = back(ends, row["notice_months"])
            dates.append((notice, "notice", notice < day and not over))
        tender = tender_of(town, id_, lead)
        dates.append((tender, "tender", tender is not None and tender < day))
        dates.append((row.get("irrevocable_until"), "irrevocable", False))
        dates += [(one, "option", False) for one in row.get("options", ()) if one >= day and (not ends or one > ends)]
        for at, kind, late in dates:
            if at is None:
                continue
            status = "overdue" if late else "passed" if at < day else "soon" if at <= months_on(day, soon) else "later"
            if late or day <= at <= last:
                found.add((at, kind, id_, status))
    return found


def gaps(rows: Rows, day: date) -> tuple[set[str], dict[str, str]]:
    """Contracts that have not ended and cover nothing in use; systems in use without a contract, and why."""
    town = Town(rows, day)
    live = {id_: row for id_, row in rows["contracts"].items() if row.get("ends", day) >= day}
    nothing = {id_ for id_ in live if not town.in_use(id_)}
    without = {}
    for system in town.systems:
        if not town.used(system) or kind_of(town, system) == "register":
            continue
        listing = [row for row in rows["contracts"].values() if system in row.get("systems", ())]
        if any(row.get("ends", day) >= day and row.get("starts", day) <= day for row in listing):
            continue
        ended = any(row.get("ends", day) < day for row in listing)
        without[system] = "none" if not listing else "ended" if ended else "not_begun"
    return nothing, without


CATALOGUED = {
    **dict.fromkeys(("CPR", "CVR", "MAT", "ESR"), "register"),
    **dict.fromkeys(("KMD_PDATA", "LOIS"), "copy_register"),
    **dict.fromkeys(("CPR_REPLIKA", "SERVICEPLATFORMEN", "DATAFORDELER"), "platform"),
    "POSTKOMPONENT": "support",
}


def kind_of(town: Town, system: str) -> str:
    return str(town.systems[system].get("kind") or CATALOGUED.get(system, "application"))


def day_before(day: date) -> date:
    return day - timedelta(days=1)
