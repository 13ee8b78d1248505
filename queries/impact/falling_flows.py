"""Flows into what is turned off, in the same words for every door: who delivered, what, and whether to anyone else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.facts.flows_carried import carried
from visualisations.wording.name_lists import listed

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.impact.answer import FallsAway, ImpactAnswer
    from queries.impact.words import ShutdownWording

OBJECTS = 4
"""Data objects that are named one by one."""


@dataclass(frozen=True, slots=True)
class FallingFlow:
    """A flow that nobody takes any more. `last`: its provider then delivers to nobody at all."""

    flow: str
    provider: str
    consumer: str
    data: str
    last: bool
    successor_has: tuple[str, ...]


def falling_flows(rows: Sequence[FallsAway], answer: ImpactAnswer, words: ShutdownWording) -> list[FallingFlow]:
    """The rows in words; flows that else look the same have their id beside the data."""
    ways_out = _WaysOut(answer, words.landscape)
    found = [_falling(row, words, last=not ways_out.has_other(row.provider)) for row in rows]
    alike = Counter((one.provider, one.consumer, one.data) for one in found)
    return [
        replace(one, data=f"{one.data} ({one.flow})") if alike[one.provider, one.consumer, one.data] > 1 else one
        for one in found
    ]


def _falling(row: FallsAway, words: ShutdownWording, *, last: bool) -> FallingFlow:
    objects = words.objects(carried(words.landscape, row.flow))
    data = listed(objects, words.translate, most=OBJECTS) or words.translate("not registered")
    consumer = str(words.landscape.cell("flows", row.flow, "consumer") or row.flow)
    has = tuple(words.arrow(flow) for flow in row.successor_has)
    return FallingFlow(row.flow, row.provider, consumer, data, last, has)


class _WaysOut:
    """Which providers still deliver to somebody when what is turned off is gone."""

    def __init__(self, answer: ImpactAnswer, landscape: Landscape) -> None:
        down = {row.system for row in answer.already_down if row.reason != "may_stop"}
        self._gone = {*answer.turned_off, *down}
        self._landscape = landscape
        self._known: dict[str, bool] = {}

    def has_other(self, provider: str) -> bool:
        """Whether a flow of the provider lives on."""
        if provider not in self._known:
            self._known[provider] = self._lives_on(provider)
        return self._known[provider]

    def _lives_on(self, provider: str) -> bool:
        graph, ids = self._landscape.graph, self._landscape.graph.systems.ids
        number = graph.systems.index.get(provider)
        if number is None:
            return True
        for flow in graph.carried[number].tolist():
            if graph.flows.provider[flow] != number or graph.flow_ids[flow] in self._gone:
                continue
            ends = {ids[int(graph.flows.consumer[flow])], *(ids[one] for one in graph.carriers[flow].tolist())}
            interface = int(graph.flows.interface[flow])
            if interface >= 0:
                ends.add(graph.interface_ids[interface])
            if not ends & self._gone:
                return True
        return False
