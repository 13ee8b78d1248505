"""The lines of the shutdown's picture: each dead flow from what kills it first to the system that misses it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from model.landscape.landscape import Landscape
from queries.impact.answer import Affected, ImpactAnswer
from visualisations.picture.view import Edge, Node
from visualisations.picture.view_parts import key_of
from visualisations.wording.flow_words import flow_words
from visualisations.wording.verdict_words import role_word
from visualisations.wording.wording import Wording

_CERTAIN = frozenset({"turned_off", "stops", "already_down"})
_POSSIBLE = _CERTAIN | {"may_stop"}
_NOT_COUNTED = "may_stop"
_HOVER = 5
"""Flows that a line's text lists."""


def table_of(landscape: Landscape, id_: str, *, affected: Collection[str] = ()) -> str:
    """The table of a thing that is turned off; no system that is `affected`, for that one is not turned off."""
    tables = ("systems", "interfaces", "flows") if id_ not in affected else ("interfaces", "flows")
    return next((table for table in tables if (table, id_) in landscape), "systems")


@dataclass
class _Line:
    """What lies between two nodes."""

    dead: dict[str, bool] = field(default_factory=dict)
    """Flow -> whether its need is unknown."""
    alive: dict[str, bool] = field(default_factory=dict)


def dead_and_alive(
    answer: ImpactAnswer,
    considered: Sequence[Affected],
    nodes: Iterable[Node],
    words: Wording,
    *,
    told: bool = True,
) -> tuple[list[Node], list[Edge]]:
    """The lines between `nodes`, and nodes for systems that are down already and kill a flow among them.

    A living flow is drawn only between nodes that are there anyway; the others are said in words. `told`: whether the
    lines have the words of `line_words`.
    """
    drawing = _Drawing(words, {node.key: node for node in nodes}, _down_before(answer))
    for row in considered:
        drawing.add(row)
    return drawing.extra, list(drawing.edges(told=told))


def _down_before(answer: ImpactAnswer) -> frozenset[str]:
    return frozenset(row.system for row in answer.already_down if row.reason != _NOT_COUNTED)


@dataclass
class _Drawing:
    words: Wording
    nodes: dict[str, Node]
    down_before: frozenset[str]
    extra: list[Node] = field(default_factory=list)
    lines: dict[tuple[str, str], _Line] = field(default_factory=dict)

    def add(self, row: Affected) -> None:
        """The lines into one affected system."""
        target = key_of("systems", row.system.id)
        certain = row.verdict in ("stops", "degraded")
        for lost in row.why:
            for flow in lost.dead:
                for source in self._killers(flow, _CERTAIN if certain else _POSSIBLE):
                    self._line(source, target).dead[flow] = lost.need == "unknown"
            for flow in lost.alive:
                source = key_of("systems", str(self.words.landscape.cell("flows", flow, "provider")))
                if source in self.nodes and source != target:
                    self._line(source, target).alive[flow] = lost.need == "unknown"

    def _line(self, source: str, target: str) -> _Line:
        return self.lines.setdefault((source, target), _Line())

    def _killers(self, flow: str, roles: frozenset[str]) -> list[str]:
        """The nodes that kill a flow soonest: itself, its interface, or a carrier that is down."""
        keys = [key for key in self._reasons(flow) if key in self.nodes and self.nodes[key].role in roles]
        if not keys:
            return self._down_already(flow)
        first = min(self.nodes[key].column for key in keys)
        return [key for key in keys if self.nodes[key].column == first]

    def _reasons(self, flow: str) -> Iterator[str]:
        interface = self.words.landscape.cell("flows", flow, "interface")
        yield key_of("flows", flow)
        if interface is not None:
            yield key_of("interfaces", str(interface))
        yield from dict.fromkeys(key_of("systems", id_) for id_ in self._carriers(flow))

    def _carriers(self, flow: str) -> Iterator[str]:
        cell = self.words.landscape.cell
        interface, via = cell("flows", flow, "interface"), cell("flows", flow, "via")
        yield str(cell("flows", flow, "provider"))
        if interface is not None and (owner := cell("interfaces", str(interface), "system")) is not None:
            yield str(owner)
        if isinstance(via, tuple):
            yield from (str(id_) for id_ in via)

    def _down_already(self, flow: str) -> list[str]:
        carrier = next((id_ for id_ in self._carriers(flow) if id_ in self.down_before), None)
        if carrier is None:
            return []
        key = key_of("systems", carrier)
        if key not in self.nodes:
            name, word = self.words.system(carrier), role_word("already_down", self.words.translate)
            self.nodes[key] = Node(key, name, "already_down", word, 0, 0, 0, 0, (), (name, word))
            self.extra.append(self.nodes[key])
        return [key]

    def edges(self, *, told: bool) -> Iterator[Edge]:
        """The lines as edges, sorted by their ends."""
        for (source, target), line in sorted(self.lines.items()):
            for flows, alive in ((line.dead, False), (line.alive, True)):
                if flows:
                    ids = tuple(sorted(flows))
                    unsure = all(flows.values())
                    hover = line_words(ids, self.words, alive=alive) if told else ()
                    yield Edge(source, target, ids, alive, unsure, hover)


def line_words(flows: Sequence[str], words: Wording, *, alive: bool) -> tuple[str, ...]:
    """What a line says: whether its flows still come, and the first of them."""
    translate = words.translate
    head = translate("still comes") if alive else translate("no longer comes")
    lines = [flow_words(flow, words) for flow in flows[:_HOVER]]
    more = len(flows) - _HOVER
    rest = [translate("and {count} more").format(count=more)] if more > 0 else []
    return (head, *lines, *rest)
