"""Random landscapes with contracts, prices, dates, registers and copy registers, as rows of plain values.

Small numbers of everything, so that what is rare meets often: days lie at the ends of months and around the day of
asking, data objects cover each other, and some of everything is blank.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from model.claims.batch import Batch
from model.claims.state import State
from model.landscape.landscape import Landscape

Rows = dict[str, dict[str, dict[str, Any]]]
ASKED = date(2028, 2, 29)
SHARED = ("CPR", "CVR", "MAT", "ESR", "KMD_PDATA", "LOIS", "CPR_REPLIKA", "SERVICEPLATFORMEN", "DATAFORDELER")
SERVICES = ("SF1520", "SF6004", "SF1530", "SF1601")
OBJECTS = ("person", "person.navn", "person.adresse", "ejendom", "ejendom.bfe", "ejendom.ejer", "own", "own.part")
KINDS = ("application", "self_service", "register", "copy_register", "platform", "support", None, None, None, None)
LIFECYCLES = ("planned", "phasing_in", "operational", "phasing_out", "retired", None, None, None, None)


def some_day(random: Random) -> date:
    """Near the day of asking more often than not, and often the last of a month."""
    day = ASKED + timedelta(days=random.choice((0, 1, -1, random.randrange(-900, 1500), random.randrange(-200, 200))))
    if random.random() < 0.4:
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return day


def random_rows(seed: int) -> Rows:
    """The rows of one landscape by table and id; blank cells are left out."""
    random = Random(seed)
    own = [f"s{number}" for number in range(random.randrange(1, 8))]
    every = [*own, *random.sample(SHARED, random.randrange(5))]
    interfaces = [f"i{number}" for number in range(random.randrange(3))]
    contracts = [f"k{number}" for number in range(random.randrange(6))]
    flows = [f"f{number}" for number in range(random.randrange(14))]
    rows: Rows = {
        "systems": {id_: _system(id_, every, random) for id_ in own},
        "interfaces": {
            id_: {"name": id_, "system": random.choice(every), "data_objects": _few(OBJECTS, random)}
            for id_ in interfaces
        },
        "flows": {id_: _flow(every, [*interfaces, *SERVICES], contracts, random) for id_ in flows},
        "contracts": {id_: _contract(id_, every, flows, random) for id_ in contracts},
        "units": {id_: {"name": id_} for id_ in ("u0", "u1")},
        "data_objects": {"own": {"register": random.choice(every)}} if random.random() < 0.3 else {},
    }
    return {
        table: {id_: {name: cell for name, cell in row.items() if cell not in (None, ())} for id_, row in each.items()}
        for table, each in rows.items()
    }


def _few(things: Any, random: Random, *, most: int = 2) -> tuple[Any, ...]:
    return tuple(random.sample(list(things), min(random.randrange(most + 1), len(things))))


def _maybe(value: Any, random: Random, share: float = 0.5) -> Any:
    return value if random.random() < share else None


def _system(id_: str, every: list[str], random: Random) -> dict[str, Any]:
    return {
        "name": f"Name {id_}",
        "kind": random.choice(KINDS),
        "vendor": random.choice((None, "KMD", "kmd ", "EG")),
        "unit": random.choice((None, "u0", "u1")),
        "owner": random.choice((None, "Ida")),
        "lifecycle": random.choice(LIFECYCLES),
        "in_use_from": _maybe(some_day(random), random, 0.15),
        "in_use_to": _maybe(some_day(random), random, 0.3),
        "annual_cost": random.choice((None, None, 0.0, 100.0, 2000.5)),
        "successor": tuple(one for one in _few(every, random, most=1) if one != id_),
        "business_critical": random.choice((None, True, False)),
        "municipality": random.choice((None, "Sorø", "Ringsted")),
    }


def _flow(every: list[str], interfaces: list[str], contracts: list[str], random: Random) -> dict[str, Any]:
    return {
        "provider": random.choice(every),
        "consumer": random.choice(every),
        "interface": _maybe(random.choice(interfaces), random, 0.4),
        "via": _few(every, random, most=1),
        "data_objects": _few(OBJECTS, random, most=3),
        "need": random.choice((None, "required", "supporting", "unknown")),
        "mode": random.choice((None, None, "file", "automatic")),
        "annual_price": random.choice((None, None, 0.0, 30.0, 444.25)),
        "contract": _maybe(random.choice(contracts), random, 0.3) if contracts else None,
    }


def _contract(id_: str, every: list[str], flows: list[str], random: Random) -> dict[str, Any]:
    return {
        "name": f"Name {id_}",
        "vendor": random.choice((None, "KMD", " kmd", "EG")),
        "systems": _few(every, random, most=3),
        "flows": _few(flows, random, most=1),
        "annual_cost": random.choice((None, 0.0, 1000.0, 70_000.5)),
        "starts": _maybe(some_day(random), random, 0.3),
        "ends": _maybe(some_day(random), random, 0.8),
        "irrevocable_until": _maybe(some_day(random), random, 0.3),
        "notice_months": random.choice((None, 0.0, 1.0, 2.5, 6.0, 12.0)),
        "options": tuple(some_day(random) for _ in range(random.choice((0, 0, 1, 2)))),
        "tender": _maybe(some_day(random), random, 0.2),
    }


def landscape_of_rows(rows: Rows, *, backwards: bool = False) -> Landscape:
    """The landscape of one source; `backwards` gives the same rows in the opposite order."""
    turned = {
        table: dict(reversed(each.items())) if backwards else each
        for table, each in (reversed(rows.items()) if backwards else rows.items())
    }
    return Landscape(State().with_batch(Batch.of("hand", **turned)))
