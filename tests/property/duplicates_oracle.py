"""A second, slow answer to "which systems do the same job?", word by word from the definition, for tagged landscapes.

It reads plain rows and knows nothing of the query; only who stops without whom is asked of the shutdown question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from tests.property.slow_months import months_on

Rows = Mapping[str, Mapping[str, Any]]
PRODUCTS = {"OS2forms": "os2forms", "XFlow": "xflow", "Byg og Miljø": "bom"}
"""Products that the random landscapes use, all for self-service; the last is of the common architecture."""
COMMON = {"bom"}


class Oracle:
    """`stopping`: how many other systems stop or may stop without one."""

    def __init__(self, systems: Rows, flows: Rows, contracts: Rows, as_of: date, stopping: Callable[[str], int]):
        self.flows, self.contracts, self.as_of, self.stopping = flows, contracts, as_of, stopping
        self.systems = {id_: row for id_, row in systems.items() if self.used(row)}

    def used(self, row: Mapping[str, Any]) -> bool:
        if row.get("in_use_to"):
            return row["in_use_to"] >= self.as_of
        return row.get("lifecycle") != "retired"

    def jobs(self, id_: str) -> set[str]:
        row = self.systems[id_]
        if row.get("kind") in ("platform", "support", "register"):
            return set()
        tags = row.get("capabilities") or ()
        said = {tag for tag in tags if not tag.startswith("not:") and f"not:{tag}" not in tags}
        return said or ({"self_service"} if self.product(id_) else set())

    def product(self, id_: str) -> str | None:
        return PRODUCTS.get(self.systems[id_].get("product") or "")

    def solutions(self, ids: list[str]) -> list[list[str]]:
        parts = [{id_} for id_ in ids]

        def one_solution(one: str, other: str) -> bool:
            if self.product(one) and self.product(one) == self.product(other):
                return True
            for row in self.contracts.values():
                if row.get("ends") is not None and row["ends"] < self.as_of and not self.is_paid(row):
                    continue
                covered = {id_ for id_ in row.get("systems") or () if id_ in self.systems}
                flows = [self.flows[id_] for id_ in row.get("flows") or ()]
                flows += [flow for flow in self.flows.values() if flow.get("contract") == row["id"]]
                theirs = all(flow["provider"] in covered or flow["consumer"] in covered for flow in flows)
                if {one, other} <= covered <= set(ids) and theirs:
                    return True
            return False

        for one, other in combinations(ids, 2):
            if one_solution(one, other):
                first = next(part for part in parts if one in part)
                second = next(part for part in parts if other in part)
                if first is not second:
                    parts.remove(second)
                    first |= second
        return sorted(sorted(part) for part in parts)

    def contracts_of(self, id_: str) -> list[Mapping[str, Any]]:
        return [row for row in self.contracts.values() if id_ in (row.get("systems") or ())]

    def end_date(self, id_: str) -> date | None:
        rows = self.contracts_of(id_)
        if not rows or any(row.get("ends") is None for row in rows):
            return None
        last = max(rows, key=lambda row: (row["ends"], row["id"]))
        notice = last.get("notice_months")
        if notice is None:
            day = last["ends"] if last["ends"] >= self.as_of else None
        elif months_on(last["ends"], -int(notice)) >= self.as_of:
            day = last["ends"]
        else:
            day = max(months_on(self.as_of, int(notice)), last["ends"] + timedelta(days=1))
        for row in rows:
            over = row["ends"] < self.as_of and not self.is_paid(row)
            if day and row.get("irrevocable_until") and not over:
                day = max(day, row["irrevocable_until"])
        return day

    def better(self, id_: str) -> tuple[Any, ...]:
        row, rows = self.systems[id_], self.contracts_of(id_)
        ends = [one.get("ends") for one in rows]
        end = max(ends) if ends and None not in ends else None
        users = row.get("users")
        return (
            -self.stopping(id_),
            0 if self.product(id_) in COMMON else 1,
            (0, -users) if users is not None else (1, 0),
            (0, -end.toordinal()) if end else (1, 0),
            id_,
        )

    def groups(self) -> list[dict[str, Any]]:
        municipalities = sorted({row["municipality"] for row in self.systems.values()})
        every = sorted({job for id_ in self.systems for job in self.jobs(id_)})
        return [
            group
            for municipality in municipalities
            for job in every
            if (group := self.group(municipality, job)) is not None
        ]

    def group(self, municipality: str, job: str) -> dict[str, Any] | None:
        ids = sorted(
            i for i, row in self.systems.items() if row["municipality"] == municipality and job in self.jobs(i)
        )
        solutions = self.solutions(ids)
        if len(solutions) < 2:
            return None
        keep = min(ids, key=self.better)
        staying = next(solution for solution in solutions if keep in solution)
        others = [id_ for id_ in ids if id_ not in staying]
        costs = [cost for solution in solutions for cost in self.costs(solution)]
        users = [self.systems[id_].get("users") for id_ in ids]
        leaving = {id_: iso(day) for id_ in others if (day := self.systems[id_].get("in_use_to"))}
        return {
            "capability": job,
            "municipality": municipality,
            "systems": ids,
            "solutions": solutions,
            "users": total(users),
            "annual_cost": total(costs),
            "unknown_costs": costs.count(None),
            "contracts": sorted({row["id"] for id_ in ids for row in self.contracts_of(id_)}),
            "shared_data": self.shared(solutions),
            "keep": keep,
            "end_dates": {id_: iso(self.end_date(id_)) for id_ in others},
            "leaving": leaving,
            "saving_unknown": sum(self.costs(part).count(None) for part in solutions if part != staying),
            "saving": self.saving(keep, others, [part for part in solutions if part != staying]),
        }

    def costs(self, solution: list[str]) -> list[float | None]:
        """Systems bound together by paid contracts that cover nothing else in use are paid as one."""
        joint = {}
        for row in self.contracts.values():
            covered = {id_ for id_ in row.get("systems") or () if id_ in self.systems}
            theirs = all(f["provider"] in covered or f["consumer"] in covered for f in self.flows_of(row))
            if covered and covered <= set(solution) and theirs and self.is_paid(row):
                joint[row["id"]] = covered
        parts: list[set[str]] = [{id_} for id_ in solution]
        for covered in joint.values():
            touched = [part for part in parts if part & covered]
            parts = [part for part in parts if not part & covered] + [set().union(*touched)]
        found: list[float | None] = []
        for part in parts:
            own = [self.contracts[id_].get("annual_cost") for id_, covered in joint.items() if covered <= part]
            if not own or None in own:
                own = [self.systems[id_].get("annual_cost") for id_ in sorted(part)]
            found += own
        return found

    def flows_of(self, contract: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        listed = [self.flows[id_] for id_ in contract.get("flows") or ()]
        return listed + [flow for flow in self.flows.values() if flow.get("contract") == contract["id"]]

    def runs(self, contract: Mapping[str, Any]) -> bool:
        """It has begun and not ended."""
        begun = contract.get("starts") is None or contract["starts"] <= self.as_of
        return begun and (contract.get("ends") is None or contract["ends"] >= self.as_of)

    def is_paid(self, contract: Mapping[str, Any]) -> bool:
        """It runs, or was the last to end for something in use that no other contract that runs covers."""
        if self.runs(contract):
            return True
        if contract.get("ends") is None or contract["ends"] >= self.as_of:
            return False
        used = [id_ for id_ in contract.get("systems") or () if id_ in self.systems]
        things = [[row for row in self.contracts.values() if id_ in (row.get("systems") or ())] for id_ in used]
        for flow in self.flows_of(contract):
            ends = {flow["provider"], flow["consumer"]}
            if ends <= set(self.systems) and not ends & set(contract.get("systems") or ()):
                things.append([row for row in self.contracts.values() if any(f is flow for f in self.flows_of(row))])
        for among in things:
            over = [row["ends"] for row in among if row.get("ends") is not None and row["ends"] < self.as_of]
            if not any(self.runs(row) for row in among) and contract["ends"] == max(over):
                return True
        return False

    def shared(self, solutions: list[list[str]]) -> list[str]:
        inside = {id_ for solution in solutions for id_ in solution}
        bought = [
            flow for flow in self.living_flows() if flow.get("annual_price") != 0 and flow["provider"] not in inside
        ]
        found = []
        for name in sorted({name for flow in bought for name in flow.get("data_objects") or ()}):
            with_it = [flow for flow in bought if name in (flow.get("data_objects") or ())]
            buyers = [sol for sol in solutions if any(flow["consumer"] in sol for flow in with_it)]
            if len(buyers) > 1:
                found.append(name)
        return found

    def living_flows(self) -> Iterator[Mapping[str, Any]]:
        for flow in self.flows.values():
            if flow["provider"] in self.systems and flow["consumer"] in self.systems:
                yield flow

    def saving(self, keep: str, others: list[str], falling: list[list[str]]) -> dict[str, float | None]:
        costs = [cost for solution in falling for cost in self.costs(solution)]
        users = [self.systems[id_].get("users") for id_ in others]
        own, price = self.systems[keep], total(self.costs([keep]))
        high = total(costs)
        if None in costs or None in users or price is None or not own.get("users"):
            return {"low": None, "high": high}
        more = Fraction(price) / Fraction(own["users"]) * sum(map(Fraction, users))
        return {"low": round(float(sum(map(Fraction, costs)) - more), 2), "high": high}

    def overlaps(self) -> set[tuple[str, str, tuple[str, ...], float]]:
        found = set()
        priced = [flow for flow in self.living_flows() if (flow.get("annual_price") or 0) > 0]
        for municipality in {row["municipality"] for row in self.systems.values()}:
            own = [flow for flow in priced if self.systems[flow["consumer"]]["municipality"] == municipality]
            for provider in {flow["provider"] for flow in own}:
                for name in {name for flow in own for name in flow.get("data_objects") or ()}:
                    flows = [f for f in own if f["provider"] == provider and name in (f.get("data_objects") or ())]
                    consumers = {flow["consumer"] for flow in flows}
                    strangers = {
                        one for one in consumers if any(not self.jobs(one) & self.jobs(o) for o in consumers - {one})
                    }
                    if strangers:
                        price = sum(flow["annual_price"] for flow in flows if flow["consumer"] in strangers)
                        found.add((name, provider, tuple(sorted(strangers)), price))
        return found

    def joint_tenders(self, months: int) -> list[tuple[str, str, str, list[str]]]:
        found = []
        for job in sorted({job for id_ in self.systems for job in self.jobs(id_)}):
            left = sorted((day, id_) for id_ in self.systems if job in self.jobs(id_) and (day := self.end_date(id_)))
            while left:
                last = months_on(left[0][0], months)
                window = [one for one in left if one[0] <= last]
                left = [one for one in left if one[0] > last]
                if len({self.systems[id_]["municipality"] for _, id_ in window}) > 1:
                    days = [iso(day) for day, _ in window]
                    found.append((job, days[0], days[-1], sorted(id_ for _, id_ in window)))
        return found


def total(numbers: list[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
