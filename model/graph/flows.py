"""The flows of a landscape in numbers: places in the sorted ids of its tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.graph.lists import Ints, Lists


@dataclass(frozen=True, eq=False, slots=True)
class Flows:
    """Every flow in numbers, shape (flows,): ends, interface and its system (-1: none), need, requirement (-1: none).

    `tolerance` in ticks (NaN: blank); `via` and `objects` are lists, `objects` those of the interface where the flow
    has none of its own.
    """

    provider: Ints
    consumer: Ints
    interface: Ints
    interface_system: Ints
    requirement: Ints
    need: npt.NDArray[np.int8]
    tolerance: npt.NDArray[np.float64]
    via: Lists
    objects: Lists
