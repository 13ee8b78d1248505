"""Random landscapes with copy registers: catalogue ones and own ones, dates at the ends of months, gaps everywhere."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.property.moves_oracle import MovesCase, catalogue
from tests.property.oracle_tables import Row, Tables

DAYS = [
    "2026-11-22",
    "2024-01-31",
    "2024-02-29",
    "2023-02-28",
    "2026-08-31",
    "2025-12-31",
    "2027-01-01",
    "2028-02-29",
]
LATER = [
    *DAYS,
    "2026-11-21",
    "2026-11-30",
    "2026-12-22",
    "2027-02-28",
    "2027-03-31",
    "2028-03-31",
    "2029-12-31",
    "2030-06-30",
    "2040-02-29",
]
COPIES = ["KMD_PDATA", "DPR", "LOIS", "KMD_ESR_KOPI", "KMD_VDATA", "CPR_REPLIKA", "EM_CPR", "KMD_INDKOMST"]
OWN_COPIES = ["kopi", "kopi2", "lokal"]
CONSUMERS = ["unik", "vitae", "sbsys", "esdh", "gis", "nexus"]
OTHERS = ["CPR", "SERVICEPLATFORMEN", "BBR", "kilde"]
OWN_OBJECTS = ["boligadresse", "egne", "egne.del", "egne.del.under", "person.adresse.vejkode", "person", "ejendom"]
WORDS = [
    "",
    "",
    "",
    "online",
    "natligt",
    "tidstro",
    "Realtid",
    "real-time",
    "historik",
    "søgning",
    "ansøgning",
    "besøg og Søgning",
    "search",
    "abonnement",
    "ved hændelse",
    "Subscription",
    "udtræk",
    "initial load",
    "fuld kopi",
    "realtid med abonnement",
]
ENTRIES_IN_FILE = ["SF1520", "SF1525", "SF6002", "SF6004", "SF1320_A", "DATAFORDELER", "MAT", "EJF", "CPR", "ESR"]
MONEY = ["", "", "0", "1", "12000", "84000", "99999.95", "0.1", "7750.5", "60000", "120000", "112000"]


def known_objects() -> list[str]:
    return sorted({one for entry in catalogue().values() for one in entry["data_objects"]})


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.objects = known_objects()

    def maybe(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, things: list[str], most: int = 3) -> str:
        return "|".join(self.random.sample(things, self.random.randint(0, min(most, len(things)))))

    def some_objects(self, share: float = 0.65) -> str:
        if not self.maybe(share):
            return ""
        persons = [one for one in self.objects if one.startswith("person.")]
        pool = self.random.choice(
            [persons, persons, self.objects, [*OWN_OBJECTS, *persons[:5]], ["post.afsendt", *persons]]
        )
        closed = ["ejendom.esr_nr", "ejendom.plan", "ejendom.kommunalt_ejerlav"]
        return self.pick([*pool, *closed] if self.maybe(0.2) else pool, self.random.choice([1, 2, 4, 9]))

    def systems(self) -> list[Row]:
        rows = [self.system(id_, "") for id_ in CONSUMERS]
        rows += [self.system(id_, "copy_register") for id_ in OWN_COPIES if self.maybe(0.7)]
        rows += [self.system(id_, "") for id_ in COPIES if self.maybe(0.4)]
        rows += [
            {**self.system(f"vores-{id_}", ""), "name": catalogue()[id_]["name"]} for id_ in COPIES if self.maybe(0.1)
        ]
        rows += [self.system(id_, "") for id_ in ENTRIES_IN_FILE if self.maybe(0.12)]
        rows += [{**self.system(f"{id_}-lokal", ""), "aliases": id_} for id_ in ENTRIES_IN_FILE if self.maybe(0.1)]
        if self.maybe(0.1):
            rows.append({**self.system("bred", "copy_register")})
        return rows

    def system(self, id_: str, kind: str) -> Row:
        return {
            "id": id_,
            "name": id_.capitalize(),
            "kind": "application" if self.maybe(0.03) else kind,
            "lifecycle": self.random.choice(["", "", "", "", "retired", "phasing_out"]) if self.maybe(0.4) else "",
            "in_use_to": self.random.choice(LATER) if self.maybe(0.2) else "",
            "annual_cost": self.random.choice(MONEY) if self.maybe(0.6) else "",
            "municipality": self.random.choice(["Sorø", "Ringsted", ""]) if self.maybe(0.2) else "",
        }

    def interfaces(self) -> list[Row]:
        owners = [*OWN_COPIES, *COPIES]
        rows = [
            {
                "id": f"i{number}",
                "name": self.random.choice(["Snitflade", *WORDS]) or "Opslag",
                "system": self.random.choice(owners),
                "data_objects": self.some_objects(0.5),
            }
            for number in range(5)
        ]
        wide = {"id": "bred-alt", "name": "Alt", "system": "bred", "data_objects": "|".join(self.objects)}
        return [*rows, wide]

    def flows(self, interfaces: list[Row]) -> list[Row]:
        return [self.flow([row["id"] for row in interfaces]) for _ in range(self.random.randint(1, 9))]

    def flow(self, interfaces: list[str]) -> Row:
        copies = [*COPIES, *OWN_COPIES, "bred"]
        direct = self.maybe(0.75)
        return {
            "id": "",
            "provider": self.random.choice(copies if direct else OTHERS),
            "consumer": self.random.choice([*CONSUMERS, *CONSUMERS, *copies]),
            "interface": self.random.choice([*interfaces, "SF1520"]) if self.maybe(0.35) else "",
            "via": self.pick([*copies, *OTHERS], 2) if not direct or self.maybe(0.15) else "",
            "data_objects": self.some_objects(),
            "mode": self.random.choice(["", "", "file", "automatic", "manual", "unknown"]),
            "frequency": self.random.choice(WORDS),
            "annual_price": self.random.choice(MONEY),
            "switch_cost": self.random.choice(MONEY),
            "contract": self.random.choice(["c0", "c1", "c2"]) if self.maybe(0.25) else "",
            "declared_by": self.random.choice(["", "vendor", "municipality", "municipality|vendor", "observed"]),
        }

    def contracts(self, flow_names: list[str]) -> list[Row]:
        return [
            {
                "id": f"c{number}",
                "name": f"Kontrakt {number}",
                "systems": self.pick([*CONSUMERS, *COPIES, *OWN_COPIES], self.random.choice([0, 1, 1, 4])),
                "flows": self.pick(flow_names, 2) if self.maybe(0.3) else "",
                "annual_cost": self.random.choice(MONEY),
                "ends": self.random.choice(LATER) if self.maybe(0.8) else "",
                "tender": self.random.choice(LATER) if self.maybe(0.2) else "",
            }
            for number in range(6)
        ]

    def prices(self) -> dict[str, int]:
        told = {"SF6004": 500, "SF1525": 300, "SF6002": 700, "DATAFORDELER": 40, "SF1520": 12_000, "SF1491": 1}
        return {target: price for target, price in told.items() if self.maybe(0.4)}

    def data_objects(self) -> list[Row]:
        rows = [{"id": "boligadresse", "parent": "person.adresse"}] if self.maybe(0.5) else []
        if self.maybe(0.2):
            rows.append({"id": "person.navn", "parent": "egne"})
        return [*rows, {"id": "person", "parent": ""}]


def random_case(seed: int) -> MovesCase:
    """One landscape with its question; the same seed gives the same."""
    make = _Maker(seed)
    interfaces = make.interfaces()
    flows = make.flows(interfaces)
    names = sorted({f"{row['provider']}>{row['consumer']}" for row in flows})
    tables: Tables = {
        "systems": make.systems(),
        "interfaces": interfaces,
        "flows": flows,
        "contracts": make.contracts(names),
        "data_objects": make.data_objects(),
    }
    return MovesCase(
        tables=tables,
        as_of=date.fromisoformat(make.random.choice(DAYS)),
        switch_cost=make.random.choice([None, None, 0, 60000]),
        prices={} if make.maybe(0.5) else make.prices(),
        lead_months=make.random.choice([12, 12, 1, 18, 0]),
    )
