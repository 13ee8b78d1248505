"""What a contract manager does next: the requirement to paste into a tender, and what to verify with whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from queries.moves.reasons import FRESHNESS
from queries.moves.supply import REPLICA
from queries.moves.words import both, target_name, way_words
from visualisations.wording.amounts import one_stop

if TYPE_CHECKING:
    from queries.moves.answer import Move
    from visualisations.wording.wording import Wording

UNKNOWN_VENDOR = "ukendt"
"""The catalogue's word where it knows none."""


def requirement(move: Move, parts: Wording) -> str:
    """The requirement in sentences; "" where nothing is known that the consumer could get elsewhere."""
    return one_stop(" ".join(_sentences(move, parts))) if move.targets else ""


def _sentences(move: Move, parts: Wording) -> Iterator[str]:
    translate = parts.translate
    text = translate("The solution must get {data}, and no longer from {register}.")
    yield text.format(data=_data(move, parts), register=both(_names(move.registers, parts), translate))
    if move.ways:
        ways = both((way_words(translate)[way] for way in move.ways), translate)
        yield translate("The data is used for {ways}.").format(ways=ways)
    else:
        yield translate("The data is looked up one at a time, as far as is registered.")
    if freshness := _freshness(move, parts):
        yield freshness
    if move.missing:
        text = translate("The supplier must say where {objects} will come from.")
        yield text.format(objects=both(map(parts.data_object, move.missing), translate))


def _data(move: Move, parts: Wording) -> str:
    """Which data from which service, by name and id."""
    text = parts.translate("{objects} from {target}")
    given = (
        text.format(objects=both(map(parts.data_object, objects), parts.translate), target=target_name(target, parts))
        for target, objects in sorted(move.supplied.items())
        if objects
    )
    return both(given, parts.translate)


def _freshness(move: Move, parts: Wording) -> str:
    translate = parts.translate
    if "real_time" in move.ways:
        return translate("The data must be up to date at the moment of use.")
    if any(reason.text == FRESHNESS for reason in move.reasons):
        return translate("How old the data may be is not registered and must be stated here.")
    if REPLICA.intersection(move.targets):
        return translate("The data may be a night old.")
    return ""


def verify_with(move: Move, parts: Wording) -> list[str]:
    """What is not known or not certain, and who can tell."""
    asked = (_of_consumer, _of_register, _of_target, _of_contract)
    return [one_stop(sentence) for ask in asked for sentence in ask(move, parts)]


def _of_consumer(move: Move, parts: Wording) -> Iterator[str]:
    supplier, translate = _supplier(move.consumer, parts), parts.translate
    if move.assumed or not move.demand:
        text = translate("Ask {supplier} which data {system} really uses.")
        yield text.format(supplier=supplier, system=parts.to_system(move.consumer))
    if unsure := [one for one in move.verify if one in move.covered]:
        text = translate("Ask {supplier} whether {system} can have {objects} from {targets}.")
        yield text.format(
            supplier=supplier,
            system=parts.to_system(move.consumer),
            objects=both(map(parts.data_object, unsure), translate),
            targets=both((target_name(one, parts) for one in move.targets), translate),
        )
    if "switch_cost" in move.lacks:
        text = translate("Ask {supplier} what it costs to change the source in {system}.")
        yield text.format(supplier=supplier, system=parts.to_system(move.consumer))


def _of_register(move: Move, parts: Wording) -> Iterator[str]:
    supplier, translate = _supplier(move.copy_register, parts), parts.translate
    names = {
        "supplier": supplier,
        "register": parts.to_system(move.copy_register),
        "system": parts.to_system(move.consumer),
    }
    if gaps := [one for one in move.missing if one in move.verify]:
        text = translate("Ask {supplier} where {register} has {objects} from.")
        yield text.format(**names, objects=both(map(parts.data_object, gaps), translate))
    if "annual_price" in move.lacks:
        yield translate("Ask {supplier} what {register} costs a year for {system} alone.").format(**names)


def _of_target(move: Move, parts: Wording) -> Iterator[str]:
    if "target_price" in move.lacks:
        text = parts.translate("Find out what {target} costs a year, and ask again with the price {id}=….")
        for target in move.unpriced:
            yield text.format(target=target_name(target, parts), id=target)


def _of_contract(move: Move, parts: Wording) -> Iterator[str]:
    """Who can tell when the flow is free: the contract's vendor; without a contract, whoever answers for the system."""
    if "contract_end" not in move.lacks:
        return
    translate, system = parts.translate, parts.to_system(move.consumer)
    if move.contract is not None:
        vendor = parts.landscape.cell("contracts", move.contract, "vendor")
        supplier = str(vendor) if vendor is not None else _supplier(move.consumer, parts)
        text = translate("Ask {supplier} when {contract} ends.")
        yield text.format(supplier=supplier, contract=parts.to_contract(move.contract))
    else:
        owner = parts.landscape.cell("systems", move.consumer, "owner") or parts.unit(_unit(move.consumer, parts))
        unknown = translate("the owner of {system} (not registered)").format(system=system)
        text = translate("Ask {owner} which contract {system} is under, and register it.")
        yield text.format(owner=unknown if owner is None else owner, system=system)


def _unit(system: str, parts: Wording) -> str | None:
    unit = parts.landscape.cell("systems", system, "unit")
    return None if unit is None else str(unit)


def _supplier(system: str, parts: Wording) -> str:
    """The vendor, else said in words."""
    unknown = parts.translate("the supplier of {system} (not registered)")
    return vendor_of(system, parts) or unknown.format(system=parts.to_system(system))


def vendor_of(system: str, parts: Wording) -> str | None:
    """The vendor as registered, else the catalogue's; `None` where neither knows."""
    entry = parts.landscape.stands_for.get(system)
    known = entry.vendor if entry is not None and entry.vendor != UNKNOWN_VENDOR else None
    vendor = parts.landscape.cell("systems", system, "vendor") or known
    return None if vendor is None else str(vendor)


def _names(ids: tuple[str, ...], parts: Wording) -> list[str]:
    return [str(parts.to_system(id_)) for id_ in ids]
