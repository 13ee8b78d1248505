"""Random landscapes with a question, the same for the same seed.

Ids and names (``s7``, ``System 7``, ``d1.a``) are such that nothing in the shipped catalogue is meant, and
tolerances are eighths of an hour, so that sums are exact in floating point too.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.property.oracle_case import Case, as_csv, show, shuffled, with_flow_ids, write_folder
from tests.property.oracle_shrink import shrink
from tests.property.oracle_tables import Row, Tables, cells, flow_ids, fold

__all__ = ["Case", "as_csv", "random_case", "show", "shrink", "shuffled", "with_flow_ids", "write_folder"]

DATES = ("2026-05-31", "2026-06-01", "2026-06-02", "2026-12-31", "2027-01-01", "2027-06-30")
OBJECTS = ("d1", "d1.a", "d1.a.x", "d1.a.x.y", "d1.b", "d2", "d2.a", "e1", "e2", "e2.a")
TOLERANCES = ("0", "0", "8", "24", "24", "72", "0.5", "1.5", "2.125")
NEEDED = ("", "1", "1", "2", "2", "3", "9", "0", "0%", "25%", "50%", "60%", "66.7%", "100%")
KINDS = ("application", "register", "copy_register", "platform", "support", "self_service", "")
NEED_MIXES = (
    ("required",),
    ("required", "required", "unknown", "supporting", ""),
    ("required", "supporting"),
    ("", "unknown", "supporting"),
    ("required", "required", "required", "supporting", ""),
)


def random_case(seed: int) -> Case:
    """A valid landscape of 3–14 systems, one to three words to turn off, with or without a date."""
    return _Maker(random.Random(seed)).case()


class _Maker:
    """Draws one landscape table by table; the profile drawn first makes landscapes differ in kind."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        count = rng.randint(3, 14)
        numbers = rng.sample(range(1, 30), count)
        self.systems = [f"{rng.choice('sssat')}{number}" for number in numbers]
        self.interfaces = [f"i{n}" for n in rng.sample(range(30, 50), rng.choice((0, 1, 2, 3, 5)))]
        self.contracts = [f"k{n}" for n in rng.sample(range(1, 20), rng.choice((0, 1, 2, 4)))]
        self.units = [f"u{n}" for n in rng.sample(range(1, 9), rng.choice((0, 1, 3)))]
        self.at = rng.choice(DATES) if rng.random() < 0.5 else None
        self.shape = rng.choice(("free", "ring", "hub", "layers", "layers"))
        self.needs = rng.choice(NEED_MIXES)
        parts = ("group", "via", "interface", "objects", "dates")
        self.share = {part: rng.choice((0.0, 0.2, 0.5, 0.8)) for part in parts}
        self.blank_tolerance = rng.choice((0.1, 0.5, 0.9))
        self.objects = rng.sample(OBJECTS, rng.choice((2, 4, 8)))

    def case(self) -> Case:
        flows = self._flows()
        requirements = self._requirements(flows)
        tables: Tables = {
            "systems": self._systems(),
            "interfaces": [self._interface(id_) for id_ in self.interfaces],
            "flows": flows,
            "requirements": requirements,
            "contracts": [self._contract(id_, flow_ids(flows)) for id_ in self.contracts],
            "units": [{"id": id_, "name": f"Unit {id_[1:]}"} for id_ in self.units],
            "data_objects": self._data_objects(),
        }
        return Case(tables, self._turn_off(tables), self.at)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def some(self, values: Sequence[str], most: int) -> str:
        """Up to ``most`` of the values as a list cell."""
        return "|".join(self.rng.sample(values, self.rng.randint(0, min(most, len(values)))))

    def one_or_blank(self, values: Sequence[str], share: float) -> str:
        return self.rng.choice(values) if values and self.chance(share) else ""

    def _systems(self) -> list[Row]:
        return [self._system(id_) for id_ in self.systems]

    def _system(self, id_: str) -> Row:
        others = [other for other in self.systems if other != id_]
        dated = self.share["dates"] if self.at or self.chance(0.3) else 0.0
        vendor = self.rng.choice(("", "Vendor 1", "VENDOR 1", "vendor  1", "Vendor 2", "vendor 2"))
        return {
            "id": id_,
            "name": f"System {id_[1:]}",
            "kind": self.rng.choice(KINDS),
            "vendor": vendor,
            "unit": self.one_or_blank(self.units, 0.6),
            "using_units": self.some(self.units, 2),
            "owner": self.one_or_blank(("Else", "Bo"), 0.4),
            "capabilities": self.some(("c1", "c2", "c3", "not:c4"), 2) if self.chance(0.5) else "",
            "lifecycle": self._lifecycle(dated),
            "in_use_from": self.one_or_blank(DATES, dated * 0.25),
            "in_use_to": self.one_or_blank(DATES, dated * 0.25),
            "successor": self.some(others, 2) if self.chance(0.3) else "",
            "aliases": f"Alias {id_}" if self.chance(0.2) else "",
            "municipality": self.rng.choice(("", "", "m1", "m1", "m2")),
        }

    def _lifecycle(self, dated: float) -> str:
        if self.chance(dated * 0.3):
            return self.rng.choice(("retired", "planned"))
        return self.rng.choice(("", "", "operational", "phasing_in", "phasing_out"))

    def _interface(self, id_: str) -> Row:
        system = self.rng.choice(self.systems)
        objects = self.some(self.objects, 3)
        return {"id": id_, "name": f"Interface {id_[1:]}", "system": system, "data_objects": objects}

    def _flows(self) -> list[Row]:
        count = self.rng.randint(len(self.systems) - 2, len(self.systems) * 3)
        rows: list[Row] = []
        for number in range(count):
            provider, consumer = self._pair()
            if rows and self.chance(0.1):
                provider, consumer = rows[-1]["provider"], rows[-1]["consumer"]
            rows.append(self._flow(number, provider=provider, consumer=consumer))
        self.rng.shuffle(rows)
        return rows

    def _pair(self) -> tuple[str, str]:
        last = len(self.systems) - 1
        first, second = self.rng.sample(range(last + 1), 2)
        if self.chance(0.03):
            second = first
        elif self.chance(0.8):
            if self.shape == "ring":
                second = (first + 1) % (last + 1)
            elif self.shape == "hub":
                first, second = (0, max(first, second)) if self.chance(0.5) else (max(first, second), 0)
            elif self.shape == "layers":
                first, second = min(first, second), max(first, second)
        return self.systems[first], self.systems[second]

    def _flow(self, number: int, *, provider: str, consumer: str) -> Row:
        interface = self.one_or_blank(self.interfaces, self.share["interface"])
        return {
            "id": f"f{100 + number * 7 % 100}" if self.chance(0.7) else "",
            "provider": provider,
            "consumer": consumer,
            "interface": interface,
            "via": self.some(self.systems, 3) if self.chance(self.share["via"]) else "",
            "data_objects": self.some(self.objects, 3) if self.chance(self.share["objects"]) else "",
            "need": self.rng.choice(self.needs),
            "requirement": "",
            "tolerance_hours": self._tolerance(),
            "mode": self.rng.choice(("", "automatic", "file", "manual")),
            "contract": self.one_or_blank(self.contracts, 0.2),
        }

    def _tolerance(self) -> str:
        return "" if self.chance(self.blank_tolerance) else self.rng.choice(TOLERANCES)

    def _requirements(self, flows: list[Row]) -> list[Row]:
        """Groups of some of a consumer's flows, at times two at one consumer, at times without flows."""
        rows: list[Row] = []
        numbers = self.rng.sample(range(1, 60), 2 * len(self.systems))
        for consumer in self.systems * 2:
            if not self.chance(self.share["group"]):
                continue
            id_ = f"r{numbers.pop()}"
            need = self.rng.choice(("", "", "required", "required", "supporting", "unknown"))
            row = {"id": id_, "consumer": consumer, "needed": self.rng.choice(NEEDED), "need": need}
            rows.append({**row, "tolerance_hours": self._tolerance()})
            for flow in flows:
                if flow["consumer"] == consumer and not flow["requirement"] and self.chance(0.6):
                    flow["requirement"] = id_
        return rows

    def _contract(self, id_: str, flows: list[str]) -> Row:
        return {
            "id": id_,
            "name": f"Contract {id_[1:]}",
            "vendor": self.one_or_blank(("Vendor 1", "vendor 2", "Vendor 9"), 0.5),
            "systems": self.some(self.systems, 3),
            "flows": self.some(flows, 3),
            "ends": self.one_or_blank(DATES, 0.7),
            "irrevocable_until": self.one_or_blank(DATES, 0.3),
            "notice_months": self.one_or_blank(("0", "3", "6", "12"), 0.5),
        }

    def _data_objects(self) -> list[Row]:
        """Some objects with a registered parent that makes no ring, some without, most not listed at all."""
        parents: dict[str, str] = {}
        for id_ in self.rng.sample(OBJECTS, self.rng.choice((0, 1, 3, 5))):
            parent = self.one_or_blank(OBJECTS, 0.7)
            if not _makes_ring({**parents, id_: parent}):
                parents[id_] = parent
        return [{"id": id_, "name": "", "parent": parent} for id_, parent in parents.items()]

    def _turn_off(self, tables: Tables) -> list[str]:
        words: list[str] = []
        for _ in range(self.rng.choice((1, 1, 1, 2, 2, 3))):
            word = self._word(tables)
            if word not in words:
                words.append(word)
        return words

    def _word(self, tables: Tables) -> str:
        kind = self.rng.choice(("system",) * 6 + ("interface",) * 2 + ("flow",) * 2 + ("vendor", "contract"))
        words = {
            "system": self._system_words,
            "interface": self._interface_words,
            "flow": self._flow_words,
            "vendor": self._vendor_words,
            "contract": self._contract_words,
        }[kind](tables)
        return self.rng.choice(words or self._system_words(tables))

    def _system_words(self, tables: Tables) -> list[str]:
        """A system, mostly one that carries something: its id, with its kind in front, its name or alias."""
        carrying = {flow["provider"] for flow in tables["flows"]}
        carrying |= {system for flow in tables["flows"] for system in cells(flow, "via")}
        rows = [row for row in tables["systems"] if row["id"] in carrying] if self.chance(0.85) else []
        row = self.rng.choice(rows or tables["systems"])
        spoken = [row["name"].upper(), *cells(row, "aliases")]
        return [row["id"], row["id"], f"system:{row['id']}", self.rng.choice(spoken)]

    def _interface_words(self, tables: Tables) -> list[str]:
        used = [flow["interface"] for flow in tables["flows"] if flow["interface"]]
        ids = used or self.interfaces
        return [word for id_ in ids for word in (id_, f"interface:{id_}", f"Interface {id_[1:]}")]

    def _flow_words(self, tables: Tables) -> list[str]:
        return [word for id_ in flow_ids(tables["flows"]) for word in (id_, f"flow:{id_}")]

    def _vendor_words(self, tables: Tables) -> list[str]:
        vendors = sorted({fold(row["vendor"]) for row in tables["systems"] if row["vendor"]})
        return [word for v in vendors for word in (v.upper(), f"vendor:{v}", f"vendor:{v.title()}")]

    def _contract_words(self, tables: Tables) -> list[str]:
        named = {flow["contract"] for flow in tables["flows"]}
        rows = tables["contracts"]
        ids = [row["id"] for row in rows if row["systems"] or row["flows"] or row["id"] in named]
        return [word for id_ in ids for word in (id_, f"contract:{id_}", f"contract {id_[1:]}")]


def _makes_ring(parents: dict[str, str]) -> bool:
    for start in (*parents, *OBJECTS):
        seen, object_ = set(), start
        while object_:
            if object_ in seen:
                return True
            seen.add(object_)
            object_ = parents.get(object_) or object_.rpartition(".")[0]
    return False
