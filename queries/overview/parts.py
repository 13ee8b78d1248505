"""What an overview is made of: numbers that open the rows behind them, and one line a system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

RowTable = Literal["systems", "flows", "contracts"]
Future = Literal["common", "to_common", "replaced", "ends", "no_plan"]
FUTURES: tuple[Future, ...] = ("common", "to_common", "replaced", "ends", "no_plan")
"""What is registered of a system's future, each system in the first that fits: it is part of the common architecture;
its successor is; it has another successor; it has a last day or is being phased out; nothing."""


@dataclass(frozen=True, slots=True)
class OverviewNumber:
    """A number and the rows of `table` that it was made from.

    `text`: what it says, an English sentence with `{subject}` where it is of one kind, unit, vendor or quarter.
    `value`: how many `rows` there are, or what they cost together in DKK a year; `None` where no cost is known.
    `parts`: the keys of the numbers that it sums. `unknown`: how many more would count if their cost were registered:
    the rows of the number `KEY.unknown` where there is one, those of the `parts` in a total, and of a vendor's
    contracts those of the `rows` without a cost.
    """

    key: str
    text: str
    subject: str | None
    unit: Literal["count", "DKK"]
    value: float | None
    table: RowTable
    rows: Sequence[str]
    parts: Sequence[str] = ()
    unknown: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six questions, `key` in one word, and the numbers that answer it."""

    key: str
    question: str
    numbers: Sequence[OverviewNumber]


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One system in use, in one line. `gets_from` and `gives_to` count systems; `registers`: what it gets directly.

    `annual_cost` is its own, `contract_cost` that of its contract, which may cover more (`shared_with` other systems).
    """

    id: str
    name: str
    kind: str
    vendor: str | None
    unit: str | None
    owner: str | None
    lifecycle: str
    business_critical: bool | None
    gets_from: int
    gives_to: int
    registers: Sequence[str]
    annual_cost: float | None
    contract: str | None
    contract_cost: float | None
    shared_with: int
    contract_ends: date | None
    tender_by: date | None
    tender_quarter: str | None
    in_use_to: date | None
    successors: Sequence[str]
    future: Future
