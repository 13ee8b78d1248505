"""What is so on a date before anything is turned off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from model.graph.engine import Base, Flags


@dataclass(frozen=True, eq=False)
class Before:
    """What is so on a date before anything is turned off.

    `out_of_use`, `stops` and `may_stop` are systems, sorted; the last count as living.
    """

    out_of_use: npt.NDArray[np.intp]
    stops: npt.NDArray[Any]
    may_stop: npt.NDArray[Any]
    base: Base

    @property
    def down(self) -> Flags:
        """1 for systems that are out of use or stop with such; shape (systems,)."""
        return self.base.down

    @property
    def dead(self) -> Flags:
        """1 for flows that are dead already; shape (flows,)."""
        return self.base.dead
