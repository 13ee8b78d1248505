"""The landscape as arrays, built once: who carries which flow to whom, and what each consumer needs.

Callers ask in ids and words; numbers (places in the sorted ids) stay behind this module, `groups`, `kernel` and `fall`.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from model.graph.gaps import Gaps
from model.graph.graph_arrays import GraphArrays
from model.graph.machine_code import at_hand
from model.kept import Kept
from model.lazily import lazily

if TYPE_CHECKING:
    from model.graph.baseline import Before
    from model.graph.engine import Engine
    from model.landscape_tables import LandscapeTables

COMPILE_FROM = 20_000
"""Flows from which the passes are compiled; below, plain Python is done before numba is imported. A process that has
them compiled already uses them at every size."""


class Graph(GraphArrays):
    """Built by `Landscape.graph`: the arrays, the engine that runs over them, and what is not registered in them."""

    def __init__(self, landscape: LandscapeTables) -> None:
        super().__init__(landscape)
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self.kept_bases: Kept[tuple[bytes, bool], Before] = Kept(4)

    @lazily
    def gaps(self) -> Gaps:
        """What is not registered, and which contract binds what."""
        return Gaps(self)

    @property
    def engine(self) -> Engine:
        """What runs the passes, made on first use; a plain one gives way once the passes are compiled."""
        is_large = len(self.flow_ids) >= COMPILE_FROM
        compile_it = is_large or at_hand()
        with self._lock:
            if self._engine is None or (compile_it and not self._engine.is_compiled):
                from model.graph.engine import Engine  # noqa: PLC0415 - numba is slow to import

                self._engine = Engine(self, compile_it=compile_it, side_by_side=is_large)
            return self._engine
