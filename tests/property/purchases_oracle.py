"""The data purchases once more, slowly and word by word from docs/purchases.md, over rows of plain values.

The catalogue is read as it stands in its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.property.contracts_oracle import Town, kind_of
from tests.property.random_contracts import Rows

CATALOGUE = Path(__file__).parents[2] / "model" / "catalogue" / "catalogue.yaml"


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Entry id -> its row, with its section; only what is asked for here."""
    document = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    found = {}
    for section in ("registers", "copy_registers", "services"):
        for row in document[section]:
            found[row["id"]] = {**document["defaults"].get(section, {}), **row, "section": section}
    return found


def covers(object_: str, rows: Rows) -> list[str]:
    """The object and what covers it, nearest first: these landscapes register no parents."""
    del rows
    parts = object_.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def registers_of(object_: str, rows: Rows) -> set[str]:
    """The registered one; else those of the catalogue that list it, or what covers it; else a part of it."""
    for one in covers(object_, rows):
        registered = rows["data_objects"].get(one, {}).get("register")
        if registered:
            return {registered}
    registers = {id_: row for id_, row in catalogue().items() if row["section"] == "registers"}
    for one in covers(object_, rows):
        listing = {id_ for id_, row in registers.items() if one in row.get("data_objects", ())}
        if listing:
            return listing
    return {
        id_
        for id_, row in registers.items()
        if any(one.startswith(f"{object_}.") for one in row.get("data_objects", ()))
    }


def told_by(flow: dict[str, Any], giver: str, town: Town) -> list[str]:
    """The registers that who gives it can be told to have it from."""
    if kind_of(town, flow["provider"]) == "register":
        return [flow["provider"]]
    for one in (flow.get("interface"), flow["provider"], giver):
        row = catalogue().get(one or "", {})
        named = list(row.get("copies", ())) or ([row["register"]] if row.get("register") else [])
        if named:
            return named
    return []


def data_of(flow: dict[str, Any], giver: str, town: Town) -> set[tuple[str | None, str | None]]:
    rows = town.rows
    own = flow.get("data_objects") or rows["interfaces"].get(flow.get("interface", ""), {}).get("data_objects", ())
    told = told_by(flow, giver, town)
    if not own:
        return {(told[0] if len(told) == 1 else None, None)} if told else set()
    found: set[tuple[str | None, str | None]] = set()
    for one in own:
        known = registers_of(one, rows)
        open_ = {register for register in known if catalogue().get(register, {}).get("living", True)}
        fits = (known & set(told)) or open_ or known or set(told)
        if fits:
            found.add((next(iter(fits)) if len(fits) == 1 else None, one))
    return found


def is_shared_copy(system: str, kind: str) -> bool:
    return kind == "copy_register" and bool(catalogue().get(system, {}).get("shared"))


def delivery(id_: str, town: Town) -> dict[str, Any] | None:
    """One flow as a delivery, or nothing."""
    flow = town.rows["flows"][id_]
    owner = town.rows["interfaces"].get(flow.get("interface", ""), {}).get("system")
    service = catalogue().get(flow.get("interface", ""))
    if service:
        owner = service["platform"]
    way = [flow["provider"], *flow.get("via", ()), *([owner] if owner else [])]
    kinds = {one: kind_of(town, one) for one in [*way, flow["consumer"]]}
    consumer = flow["consumer"]
    if kinds[consumer] in ("register", "platform") or is_shared_copy(consumer, kinds[consumer]):
        return None
    if service and service.get("direction") == "write":
        return None
    copies = [one for one in way if kinds[one] == "copy_register" and not is_shared_copy(one, kinds[one])]
    platforms = [one for one in way if kinds[one] == "platform" or is_shared_copy(one, kinds[one])]
    gives = kinds[way[0]] in ("register", "platform") or is_shared_copy(way[0], kinds[way[0]])
    if copies:
        source, giver = "copy_register", copies[0]
    elif not gives:
        source, giver = "system", way[0]
    elif platforms:
        source, giver = "platform", platforms[0]
    else:
        source, giver = "file" if flow.get("mode") == "file" else "register", way[0]
    data = data_of(flow, giver, town)
    if not data:
        return None
    free = [one for one in way if catalogue().get(one, {}).get("price") == "free"]
    included = service["price"] in ("flat", "free") if service and service.get("price") else bool(free)
    price = flow.get("annual_price")
    return {
        "flow": id_,
        "consumer": consumer,
        "unit": town.systems[consumer].get("unit"),
        "source": source,
        "giver": giver,
        "data": data,
        "price": "registered" if price is not None else "included" if included else "unknown",
        "annual_price": price,
        "feeds": kinds[consumer] == "copy_register",
    }


def deliveries(rows: Rows, day: date) -> dict[str, dict[str, Any]]:
    town = Town(rows, day)
    found = {id_: delivery(id_, town) for id_ in rows["flows"] if town.flow_used(id_)}
    return {id_: one for id_, one in found.items() if one}


def bringing(all_: Iterable[dict[str, Any]], register: str | None, object_: str | None, rows: Rows) -> set[str]:
    """The flows that bring an object of a register, by itself or within what covers it."""
    wanted = {(register, one) for one in covers(object_, rows)} if object_ else {(register, None)}
    return {one["flow"] for one in all_ if one["data"] & wanted}


def repeated(rows: Rows, day: date) -> set[tuple[Any, ...]]:
    """Register, unit, object, flows: where several flows bring a unit the same."""
    all_ = deliveries(rows, day)
    found = set()
    for register, object_ in {datum for one in all_.values() for datum in one["data"] if datum[1]}:
        flows = bringing(all_.values(), register, object_, rows)
        for unit in {all_[one]["unit"] for one in flows} - {None}:
            those = frozenset(one for one in flows if all_[one]["unit"] == unit and not all_[one]["feeds"])
            if len(those) > 1:
                found.add((register, unit, object_, those))
    return found
