"""What an answer says of the whole landscape, whatever is asked: counted from all of it, or told with a slice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.claims.columns import Table
    from model.claims.referred import Added


@dataclass(frozen=True, slots=True)
class Whole:
    """How many systems there are, and the ids of what is not registered, each sorted.

    contract_ended: flows whose contract ended before the date asked about; none where no date is said. unlisted: what
    somebody refers to and nobody lists.

    >>> Whole(systems=2, systems_without_flows=["b"]).unlisted
    ()
    """

    systems: int
    systems_without_flows: Sequence[str] = ()
    requirements_without_flows: Sequence[str] = ()
    way_unknown: Sequence[str] = ()
    contract_ended: Sequence[str] = ()
    unlisted: Sequence[str] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Slice:
    """A part of the landscape at `revision` that holds all that one question can reach.

    `tables` by name; `added` says of their rows, by id, which nobody lists and why they are there; `whole` is what the
    part cannot count, `None` where the part is all there is, which counts itself.
    """

    revision: int
    tables: Mapping[str, Table]
    added: Mapping[str, Mapping[str, Added]]
    whole: Whole | None
