"""The copy-register question answered slowly and literally: plain rows of text, the catalogue's own YAML, plain dicts.

Every function is one sentence of the definition. It shares no code with the query.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from tests.property.oracle_tables import Row, Tables, cell, cells, flow_ids
from tests.property.slow_months import months_on

ROOT = Path(__file__).parents[2]
TIMINGS = ["blocked", "unknown", "next_tender", "now"]


@dataclass(frozen=True)
class MovesCase:
    """A landscape as rows of text, and the question."""

    tables: Tables
    as_of: date
    switch_cost: int | None
    prices: dict[str, int]
    lead_months: int


@functools.cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Every entry of the catalogue by id, with its section's defaults."""
    document = yaml.safe_load((ROOT / "model" / "catalogue" / "catalogue.yaml").read_text(encoding="utf-8"))
    sections = ("registers", "copy_registers", "services", "monopoly_systems", "support_systems", "products")
    return {
        row["id"]: {"data_objects": [], **document["defaults"].get(section, {}), **row, "section": section}
        for section in sections
        for row in document[section]
    }


@functools.cache
def spellings() -> dict[str, set[str]]:
    """What an entry is called, folded -> the entries: its id, its name, its name without brackets."""
    found: dict[str, set[str]] = {}
    for id_, entry in catalogue().items():
        for spelling in (id_, entry["name"], re.sub(r"\([^()]*\)", " ", entry["name"])):
            found.setdefault(folded(spelling), set()).add(id_)
    return {spelling: ids for spelling, ids in found.items() if spelling}


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def amount(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def number(value: Fraction | None) -> int | float | None:
    return None if value is None else int(value) if value.denominator == 1 else float(value)


def months_left(day: date, end: date) -> int:
    """The largest n for which day + n months is not after the end; 0 once it has passed."""
    return max((n for n in range(400) if months_on(day, n) <= end), default=0)


class Oracle:
    """One landscape and one question."""

    def __init__(self, case: MovesCase) -> None:
        self.case = case
        self.tables = case.tables
        self.systems = {row["id"]: row for row in self.rows("systems")}
        self.interfaces = {row["id"]: row for row in self.rows("interfaces")}
        self.contracts = {row["id"]: row for row in self.rows("contracts")}
        self.parents = {row["id"]: cell(row, "parent") for row in self.rows("data_objects") if cell(row, "parent")}
        flows = self.rows("flows")
        self.flows = dict(zip(flow_ids(flows), flows, strict=True))

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def every_system(self) -> set[str]:
        """The systems that are listed or referred to."""
        found = set(self.systems)
        for row in self.rows("flows"):
            found |= {cell(row, "provider"), cell(row, "consumer"), *cells(row, "via")}
        for row in self.rows("interfaces"):
            found.add(cell(row, "system"))
        for row in self.rows("contracts"):
            found |= set(cells(row, "systems"))
        return found - {""}

    def field(self, system: str, name: str) -> str:
        return cell(self.systems[system], name) if system in self.systems else ""

    def entry_of(self, system: str) -> dict[str, Any] | None:
        """The catalogue entry that a system stands for: by its id, else by its name or an alias if only one fits."""
        if system in catalogue():
            return catalogue()[system]
        names = {
            self.field(system, "name"),
            *(cells(self.systems[system], "aliases") if system in self.systems else ()),
        }
        fits = {id_ for name in names for id_ in spellings().get(folded(name), ())}
        return catalogue()[fits.pop()] if len(fits) == 1 else None

    def kind(self, system: str) -> str:
        entry = self.entry_of(system)
        return self.field(system, "kind") or (entry or {}).get("kind") or "application"

    def out_of_use(self, system: str) -> bool:
        """`in_use_to` before the day, or `retired` without that date."""
        last = day_of(self.field(system, "in_use_to"))
        return last < self.case.as_of if last else self.field(system, "lifecycle") == "retired"

    def is_copy_register(self, system: str) -> bool:
        shared = (self.entry_of(system) or {}).get("shared", False)
        return self.kind(system) == "copy_register" and not shared and not self.out_of_use(system)

    def copy_registers_of(self, flow: Row) -> list[str]:
        """The provider, then the vias as written, as far as they are copy registers and not the consumer itself."""
        found: list[str] = []
        for one in (cell(flow, "provider"), *cells(flow, "via")):
            if self.is_copy_register(one) and one != cell(flow, "consumer") and one not in found:
                found.append(one)
        return found

    def asked_about(self, flow: Row) -> bool:
        return bool(self.copy_registers_of(flow)) and not self.out_of_use(cell(flow, "consumer"))

    # Demand

    def above(self, data_object: str) -> list[str]:
        """The object itself and all that covers it."""
        line = [data_object]
        while parent := self.parents.get(line[-1], line[-1].rpartition(".")[0]):
            line.append(parent)
        return line

    def lists(self, entry: dict[str, Any], data_object: str) -> bool:
        """What is listed covers everything below it."""
        return any(listed in self.above(data_object) for listed in entry["data_objects"])

    def suppliers(self) -> list[dict[str, Any]]:
        found = [entry for entry in catalogue().values() if entry["section"] in ("services", "registers")]
        return sorted(found, key=lambda entry: str(entry["id"]))

    def held_by(self, register: str) -> list[str]:
        """The copy register's list: the catalogue's, else what its interfaces carry."""
        known = (self.entry_of(register) or {}).get("data_objects") or []
        carried = {
            one
            for row in self.rows("interfaces")
            if cell(row, "system") == register
            for one in cells(row, "data_objects")
        }
        return sorted(known or carried)

    def demand(self, flow: Row) -> tuple[list[str], set[str]]:
        """What is demanded, and which of it is assumed."""
        register = self.copy_registers_of(flow)[0]
        own = cells(flow, "data_objects")
        interface = cell(flow, "interface")
        carried = cells(self.interfaces[interface], "data_objects") if interface in self.interfaces else ()
        if interface in catalogue() and not carried:
            carried = tuple(catalogue()[interface]["data_objects"])
        demanded: dict[str, bool] = {}
        for one in own or carried or self.held_by(register):
            listed = any(self.lists(entry, one) for entry in self.suppliers())
            parts = [] if listed else [p for p in self.held_by(register) if p != one and one in self.above(p)]
            for part in parts:
                demanded.setdefault(part, True)
            if not parts:
                demanded[one] = not own
        if "subscription" in self.ways(flow) and any("person" in self.above(one) for one in demanded):
            demanded.setdefault("person.haendelser", False)
        return sorted(demanded), {one for one, assumed in demanded.items() if assumed}

    def words(self, flow: Row) -> str:
        """The frequency, the interface's id and its name."""
        interface = cell(flow, "interface")
        name = cell(self.interfaces[interface], "name") if interface in self.interfaces else ""
        if interface in catalogue() and not name:
            name = catalogue()[interface]["name"]
        return folded(" ".join((cell(flow, "frequency"), interface, name)).replace("-", " ").replace("_", " "))

    def told(self, flow: Row) -> list[str]:
        words = searched = self.words(flow)
        for other in ("ansøg", "besøg", "forsøg", "undersøg"):
            searched = searched.replace(other, "*")
        found = {
            "real_time": any(word in words for word in ("tidstro", "realtid", "real time")),
            "history": "histor" in words,
            "search": "søg" in searched or "search" in words,
            "subscription": any(word in words for word in ("abonne", "hændels", "subscri")),
            "first_load": any(word in words for word in ("udtræk", "initial", "fuld kopi")),
        }
        return [way for way, is_told in found.items() if is_told]

    def ways(self, flow: Row) -> list[str]:
        told = set(self.told(flow))
        if cell(flow, "mode") == "file" or self.kind(cell(flow, "consumer")) == "copy_register":
            told.add("first_load")
        return sorted(told)

    # Supply

    def closed(self, entry: dict[str, Any], consumer: str) -> bool:
        """Closed by the catalogue, or out of use in the file: rows of the consumer's municipality, else shared ones."""
        if not entry.get("living", True):
            return True
        home = self.field(consumer, "municipality")
        rows = [one for one in self.every_system() if (self.entry_of(one) or {}).get("id") == entry["id"]]
        own = [one for one in rows if self.field(one, "municipality") == home]
        shared = [one for one in rows if not home or not self.field(one, "municipality")]
        counted = own or shared
        return bool(counted) and all(self.out_of_use(one) for one in counted)

    @staticmethod
    def fits(service: str, ways: list[str]) -> bool:
        if service == "SF6004":
            return "real_time" in ways
        if service in ("SF1320_A", "SF1520", "SF1525", "SF6002") and "real_time" in ways:
            return False
        return service != "SF6002" or "first_load" in ways

    @staticmethod
    def sure(entry: dict[str, Any]) -> bool:
        return entry.get("data_objects_confidence", entry["confidence"]) == "verified"

    def offer(self, data_object: str, ways: list[str], consumer: str) -> dict[str, bool]:
        """The targets that can give an object -> whether that is verified."""
        living = [
            entry
            for entry in self.suppliers()
            if self.lists(entry, data_object) and entry.get("direction") != "write" and not self.closed(entry, consumer)
        ]
        services = [entry for entry in living if entry["section"] == "services"]
        fitting = {entry["id"]: self.sure(entry) for entry in services if self.fits(entry["id"], ways)}
        if fitting:
            return fitting
        if services:
            return {entry["id"]: False for entry in services}
        registers = [entry for entry in living if entry["section"] == "registers"]
        distributed = [entry for entry in registers if entry.get("distributed_by") == "DATAFORDELER"]
        if distributed and not self.closed(catalogue()["DATAFORDELER"], consumer):
            return {"DATAFORDELER": any(self.sure(entry) for entry in distributed)}
        return {entry["id"]: self.sure(entry) for entry in registers}

    def price(self, target: str) -> Fraction | None:
        if target in self.case.prices:
            return Fraction(self.case.prices[target])
        return Fraction(0) if catalogue()[target].get("price") in ("flat", "free") else None

    @staticmethod
    def advised(ways: list[str]) -> set[str]:
        besides = {"SF1320_A"} if "subscription" in ways else set()
        if "real_time" in ways:
            return {"SF6004"} | besides
        if "first_load" in ways:
            return {"SF6002"} | besides
        return {"SF1520" if "search" in ways else "SF1525"} | besides

    def rank(self, targets: tuple[str, ...], offers: dict[str, dict[str, bool]], ways: list[str]) -> list[Any]:
        prices = [self.price(target) for target in targets]
        return [
            -len(self.advised(ways) & set(targets)),
            len(self.unsure(targets, offers)),
            any(price is None for price in prices),
            sum(price or 0 for price in prices),
            list(targets),
        ]

    @staticmethod
    def unsure(targets: tuple[str, ...], offers: dict[str, dict[str, bool]]) -> set[str]:
        return {one for one, offer in offers.items() if not any(offer.get(target) for target in targets)}

    def proposal(self, offers: dict[str, dict[str, bool]], ways: list[str]) -> tuple[list[str], bool]:
        """The targets, and whether they are the fewest for certain."""
        candidates = sorted({target for offer in offers.values() for target in offer})
        if len(candidates) > 12:
            return self.greedy(candidates, offers, ways), False
        for size in range(len(candidates) + 1):
            sets = list(itertools.combinations(candidates, size))
            whole = [one for one in sets if all(set(offer) & set(one) for offer in offers.values())]
            if whole:
                return list(min(whole, key=lambda one: self.rank(one, offers, ways))), True
        raise AssertionError

    def greedy(self, candidates: list[str], offers: dict[str, dict[str, bool]], ways: list[str]) -> list[str]:
        chosen: list[str] = []
        left = dict(offers)
        while left:
            given = {target: {o: offer for o, offer in left.items() if target in offer} for target in candidates}
            best = min(candidates, key=lambda t: [-len(given[t]), *self.rank((t,), given[t], ways)])
            chosen.append(best)
            left = {one: offer for one, offer in left.items() if best not in offer}
        return sorted(chosen)

    def certain_gap(self, data_object: str, consumer: str) -> bool:
        listing = [entry for entry in self.suppliers() if self.lists(entry, data_object)]
        return bool(listing) and all(self.closed(entry, consumer) and self.sure(entry) for entry in listing)

    # When

    def contract_of(self, id_: str, flow: Row) -> str | None:
        own = {c for c, row in self.contracts.items() if id_ in cells(row, "flows")}
        own |= {cell(flow, "contract")} - {""}
        listing = {c for c, row in self.contracts.items() if cell(flow, "consumer") in cells(row, "systems")}
        fits = own or listing
        ending = [c for c in fits if self.ends(c)]
        if ending:
            last = max(self.ends(c) for c in ending)
            return min(c for c in ending if self.ends(c) == last)
        return min(fits, default=None)

    def ends(self, contract: str | None) -> date | None:
        return day_of(cell(self.contracts[contract], "ends")) if contract in self.contracts else None

    def tender_by(self, contract: str | None) -> date | None:
        if contract not in self.contracts:
            return None
        tender, end = day_of(cell(self.contracts[contract], "tender")), self.ends(contract)
        return tender or (end and months_on(end, -self.case.lead_months))

    def move(self, id_: str, flow: Row) -> dict[str, Any]:
        consumer, ways, as_of = cell(flow, "consumer"), self.ways(flow), self.case.as_of
        registers = self.copy_registers_of(flow)
        demand, assumed = self.demand(flow)
        every = {one: self.offer(one, ways, consumer) for one in demand}
        offers = {one: offer for one, offer in every.items() if offer}
        missing = [one for one in demand if not every[one]]
        impossible = [one for one in missing if one not in assumed and self.certain_gap(one, consumer)]
        gaps = [one for one in missing if one not in impossible]
        targets, exact = self.proposal(offers, ways)
        price, spent = amount(cell(flow, "annual_price")), [self.price(target) for target in targets]
        whole = bool(demand) and not missing
        saving = None
        if whole and price is not None and None not in spent:
            saving = price - sum(one for one in spent if one is not None)
        cost = amount(cell(flow, "switch_cost"))
        if cost is None and self.case.switch_cost is not None:
            cost = Fraction(self.case.switch_cost)
        contract = self.contract_of(id_, flow)
        known_ends = [end for end in (self.ends(contract), day_of(self.field(consumer, "in_use_to"))) if end]
        end = min(known_ends) if known_ends else None
        left = None if end is None else months_left(as_of, end)
        below = None if saving is None or left is None else saving * left / 12
        closing = [last for one in registers if (last := day_of(self.field(one, "in_use_to")))]
        forced = whole and bool(closing) and (end is None or min(closing) < end)
        lacks = [
            word
            for word, is_lacking in (
                ("data_objects", not demand),
                ("cover", bool(gaps)),
                ("annual_price", price is None),
                ("target_price", None in spent),
                ("switch_cost", cost is None),
                ("contract_end", end is None),
            )
            if is_lacking
        ]
        when: date | None = None
        if impossible:
            timing = "blocked"
        elif forced:
            timing, when = "now", min(closing)
        elif lacks:
            timing, when = "unknown", max(end, as_of) if whole and end else None
        elif below is not None and cost is not None and below > cost:
            timing, when = "now", as_of
        else:
            timing, when = "next_tender", end and max(end, as_of)
        payback = None
        if saving is not None and cost is not None and saving > 0:
            months = cost / saving * 12
            payback = Fraction((months.numerator * 20 + months.denominator) // (2 * months.denominator), 10)
        entry = self.entry_of(registers[0]) or {}
        origin = [c for c in entry.get("copies", []) if any(self.lists(catalogue()[c], one) for one in demand)]
        return {
            "flow": id_,
            "consumer": consumer,
            "copy_register": registers[0],
            "origin": sorted(origin),
            "demand": demand,
            "assumed": bool(assumed),
            "ways": ways,
            "targets": targets,
            "exact": exact,
            "covered": sorted(offers),
            "missing": missing,
            "verify": sorted({*self.unsure(tuple(targets), offers), *gaps}),
            "annual_saving": number(saving),
            "switch_cost": number(cost),
            "contract": contract,
            "months_left": left,
            "payback_months": number(payback),
            "pays_below": number(below),
            "timing": timing,
            "forced": forced and timing == "now",
            "lacks": lacks,
            "date": when and when.isoformat(),
            "tender_by": (tender := self.tender_by(contract)) and tender.isoformat(),
        }

    # Closing a copy register

    def saved_on_close(self, register: str) -> Fraction | None:
        alone = [c for c in self.contracts.values() if self.is_for_alone(c, register) and self.is_paid(c)]
        costs = [amount(cell(c, "annual_cost")) for c in alone]
        if costs and None not in costs:
            return sum(costs, Fraction(0))  # type: ignore[arg-type]
        return amount(self.field(register, "annual_cost"))

    def is_for_alone(self, contract: Row, register: str) -> bool:
        """It lists the register and nothing else; flows from, by or to the register may name it."""
        naming = [flow for flow in self.flows.values() if cell(flow, "contract") == cell(contract, "id")]
        ends = [{cell(f, "provider"), cell(f, "consumer"), *cells(f, "via")} for f in naming]
        listed = set(cells(contract, "systems")) == {register} and not cells(contract, "flows")
        return listed and all(register in one for one in ends)

    def is_paid(self, contract: Row) -> bool:
        """It has begun and not ended; or it was the last to end of those that list the register, and none runs."""
        if self.runs(contract):
            return True
        (register,) = set(cells(contract, "systems"))
        among = [c for c in self.contracts.values() if register in cells(c, "systems")]
        over = [end for c in among if (end := day_of(cell(c, "ends"))) and end < self.case.as_of]
        return not any(map(self.runs, among)) and bool(over) and day_of(cell(contract, "ends")) == max(over)

    def runs(self, contract: Row) -> bool:
        starts, ends = day_of(cell(contract, "starts")), day_of(cell(contract, "ends"))
        return (starts is None or starts <= self.case.as_of) and (ends is None or ends >= self.case.as_of)

    def register(self, register: str, moves: list[dict[str, Any]]) -> dict[str, Any]:
        mine = [move for move in moves if register in self.copy_registers_of(self.flows[move["flow"]])]
        consumers = sorted({move["consumer"] for move in mine})
        worst = {c: min((m["timing"] for m in mine if m["consumer"] == c), key=TIMINGS.index) for c in consumers}
        leaves: dict[str, str | None] = {}
        for consumer in consumers:
            dates = [move["date"] for move in mine if move["consumer"] == consumer]
            leaves[consumer] = None if None in dates else max(dates)
        closable = None if not leaves or None in leaves.values() else max(leaves.values())  # type: ignore[type-var]
        without_date = [consumer for consumer in consumers if leaves[consumer] is None]
        last = [c for c in consumers if closable and leaves[c] == closable and closable > self.case.as_of.isoformat()]
        named = {m["consumer"] for m in mine if "vendor" in cells(self.flows[m["flow"]], "declared_by")}
        saved = self.saved_on_close(register)
        return {
            "id": register,
            "consumers": len(consumers),
            **{timing: sum(one == timing for one in worst.values()) for timing in TIMINGS},
            "together": self.together(saved, closable, mine),
            "closable_from": closable,
            "annual_saving_on_close": number(saved),
            "held_back_by": without_date or last,
            "hidden_consumers": sorted(set(consumers) - named) if named else [],
        }

    def together(self, saved: Fraction | None, closable: str | None, mine: list[dict[str, Any]]) -> bool | None:
        later = [move for move in mine if move["timing"] != "now"]
        parts = [move[name] for move in later for name in ("annual_saving", "switch_cost", "months_left")]
        if saved is None or closable is None or None in parts:
            return None
        if not later:
            return False
        gain = saved * months_left(self.case.as_of, date.fromisoformat(closable))
        gain += sum(Fraction(str(move["annual_saving"])) * move["months_left"] for move in later)
        return gain > 12 * sum(Fraction(str(move["switch_cost"])) for move in later)

    def answer(self) -> dict[str, Any]:
        """The whole document, without the reasons."""
        moves = [self.move(id_, flow) for id_, flow in sorted(self.flows.items()) if self.asked_about(flow)]
        planned = [move for move in moves if move["timing"] in ("now", "next_tender")]
        priced = [move for move in planned if move["annual_saving"] is not None]
        priced.sort(key=lambda move: (-move["annual_saving"], move["date"], move["flow"]))
        rest = [move for move in planned if move["annual_saving"] is None]
        rest.sort(key=lambda move: (move["date"], move["flow"]))
        now = [Fraction(str(move["annual_saving"])) for move in priced if move["timing"] == "now"]
        return {
            "as_of": self.case.as_of.isoformat(),
            "moves": moves,
            "registers": [
                self.register(one, moves) for one in sorted(self.every_system()) if self.is_copy_register(one)
            ],
            "order": [move["flow"] for move in (*priced, *rest)],
            "totals": {
                "annual_saving_now": number(sum(now, Fraction(0))),
                "unknown_prices": sum(bool({"annual_price", "target_price"} & set(move["lacks"])) for move in moves),
            },
        }


def expected(case: MovesCase) -> dict[str, Any]:
    """What the definition says of a case."""
    return Oracle(case).answer()
