"""What is in use on a day: systems as the shutdown question counts them, and the flows that run between such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape


@dataclass(frozen=True, eq=False, slots=True)
class InUse:
    """Whether a system, or a flow, is in use; one each by row. A flow is where its ends and all its carriers are."""

    systems: Sequence[bool]
    flows: Sequence[bool]

    def system_rows(self) -> Iterator[int]:
        """The rows of the systems in use, in order."""
        return compress(range(len(self.systems)), self.systems)

    def flow_rows(self) -> Iterator[int]:
        """The rows of the flows in use, in order."""
        return compress(range(len(self.flows)), self.flows)


def in_use(landscape: Landscape, day: date) -> InUse:
    """What is in use on a day.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> from model.landscape.landscape import Landscape
    >>> rows = {"a": {"name": "A", "in_use_to": date(2026, 6, 30)}, "b": {"name": "B"}}
    >>> flows = {"a>b": {"provider": "a", "consumer": "b"}}
    >>> found = in_use(Landscape(State().with_batch(Batch.of("hand", systems=rows, flows=flows))), date(2026, 7, 1))
    >>> found.systems, found.flows
    ([False, True], [False])
    """
    graph = landscape.graph
    out = graph.out_of_use(day)
    gone = np.zeros(len(graph.systems), dtype=np.bool_)
    gone[out] = True
    dead = gone[graph.flows.consumer]
    dead[graph.carried.of(out)] = True
    return InUse((~gone).tolist(), (~dead).tolist())
