"""The answer to "what data is bought how many times?": frozen parts under the names of its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from queries.facts.contracts import CostFrom
from queries.facts.deliveries import Source
from queries.facts.delivery_costs import PriceBasis, Tally
from queries.facts.document import Documented


@dataclass(frozen=True, slots=True)
class Carried:
    """A data object on a delivery, and the register that it is from; `None`: not registered."""

    object: str | None
    register: str | None


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One flow that brings a register's data. `giver`: the register, copy register, platform or system it counts at.

    `price`: `registered`, `included` (free, or within the flat price, by the catalogue) or `unknown`.
    """

    flow: str
    provider: str
    consumer: str
    unit: str | None
    source: Source
    giver: str
    interface: str | None
    via: Sequence[str]
    data: Sequence[Carried]
    mode: str
    frequency: str | None
    price: PriceBasis
    annual_price: float | None
    contract: str | None
    feeds_copy: bool


@dataclass(frozen=True, slots=True)
class ObjectPurchases:
    """One data object of a register: `times` it is delivered, by itself or within a wider object (`within_wider`).

    `sources`: times by where it comes from. A flow's price stands whole at each of its objects: do not add them up.
    """

    object: str | None
    times: int
    within_wider: int
    consumers: int
    units: Sequence[str]
    without_unit: int
    sources: Mapping[str, int]
    prices: Tally
    flows: Sequence[str]


@dataclass(frozen=True, slots=True)
class RegisterPurchases:
    """One register's data: every flow that brings any of it, counted and priced once. `register` `None`: not told."""

    register: str | None
    times: int
    consumers: int
    units: int
    sources: Mapping[str, int]
    prices: Tally
    objects: Sequence[ObjectPurchases]


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same data to the same unit by several flows; `objects` are those that exactly these flows bring.

    `same_system`: all go to one system, so that it may be a reserve.
    """

    register: str | None
    unit: str
    objects: Sequence[str]
    flows: Sequence[str]
    consumers: Sequence[str]
    sources: Sequence[str]
    same_system: bool
    prices: Tally


@dataclass(frozen=True, slots=True)
class GiverPurchases:
    """One system that data comes from.

    `own_cost` in DKK a year: of the paid contracts for it alone, else its own annual cost; `None`: not known alone.
    """

    system: str
    source: Source
    registers: Sequence[str]
    flows: int
    consumers: int
    prices: Tally
    own_cost: float | None
    own_cost_from: CostFrom | None


@dataclass(frozen=True, slots=True)
class PurchasesSummary:
    """All deliveries, each counted and priced once; `without_unit`: to systems whose unit is not registered.

    `feeds`: those of them that feed a copy register. `repeated_flows`: those that bring a unit what another brings it.
    """

    deliveries: int
    consumers: int
    units: int
    without_unit: int
    feeds: int
    repeated: int
    repeated_flows: int
    prices: Tally


@dataclass(frozen=True, slots=True)
class PurchasesAnswer(Documented):
    """The answer; `registers` and `givers` with most deliveries first, `deliveries` by flow id."""

    as_of: date
    revision: int
    summary: PurchasesSummary
    registers: Sequence[RegisterPurchases]
    repeated: Sequence[Repeated]
    givers: Sequence[GiverPurchases]
    deliveries: Sequence[DeliveryLine]
