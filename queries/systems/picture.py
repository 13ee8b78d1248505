"""A picture without a question: one system with what it needs and who needs it, or the whole landscape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.errors import UnknownName
from model.landscape.landscape import Landscape
from visualisations.picture.view import Edge, LegendEntry, Node, PanelSection, View
from visualisations.picture.view_folds import folded
from visualisations.picture.view_parts import facts, headers, key_of, placed
from visualisations.wording.flow_words import flow_words
from visualisations.wording.kind_words import kind_words, kinds_counted
from visualisations.wording.translate import Translate
from visualisations.wording.wording import Wording

CONSIDERED = 1_000
"""Systems that a picture holds, folded ones among them; of the others only the number is said."""
_COLUMN_OF_KIND: Mapping[str, int] = {
    "register": 0,
    "self_service": 0,
    "copy_register": 1,
    "platform": 1,
    "support": 1,
    "application": 2,
    "management_information": 3,
}
_NAMES = 40
"""Neighbours that the side panel names."""
_HOVER = 5

Lines = dict[tuple[str, str], list[str]]
"""Provider and consumer -> the flows between them."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a picture is of: its systems with their columns, the most important first, and the lines."""

    columns: Mapping[str, int]
    lines: Lines
    total: int
    title: str
    headers: Mapping[int, str]


def landscape_view(
    landscape: Landscape, what: str | None = None, *, translate: Translate = str, node_budget: int = 80
) -> View:
    """The neighbourhood of the system with the id `what`, or the whole landscape where none is given.

    The whole landscape is drawn from the systems with most flows down; the others are folded by kind, and the view
    says how many are shown of how many. Raises `UnknownName` for an id that is no system.
    """
    words = Wording(landscape, translate)
    if what is not None and ("systems", what) not in landscape:
        raise UnknownName(what)
    part = _whole(words) if what is None else _around(words, what)
    edges = [_edge(ends, flows, words) for ends, flows in sorted(part.lines.items())]
    nodes = folded(
        list(_nodes(part, words)),
        edges,
        budget=node_budget,
        label=lambda kind, count: kinds_counted(kind, count, translate),
        names=translate("Systems"),
    )
    drawn = placed(nodes, edges)
    shown = sum(node.fold is None and not node.members for node in drawn)
    flows = sum(map(len, part.lines.values()))
    return View(
        title=part.title,
        subtitle=translate("revision {number}").format(number=landscape.revision),
        summary=translate("{systems} systems, {flows} flows").format(systems=part.total, flows=flows),
        shown_words=_shown_words(shown, len(part.columns), part.total, translate),
        nodes=drawn,
        edges=tuple(edges),
        legend=tuple(_legend(drawn, translate)),
        headers=headers(drawn, part.headers),
        lines=((translate("Data, towards who receives it"), "full"),),
        falling=False,
        shown=shown,
        folded=part.total - shown,
        total=part.total,
    )


def _whole(words: Wording) -> _Part:
    landscape, translate = words.landscape, words.translate
    flows = landscape.tables["flows"]
    lines: Lines = {}
    for id_, provider, consumer in zip(flows.ids, flows.cells("provider"), flows.cells("consumer"), strict=True):
        lines.setdefault((str(provider), str(consumer)), []).append(id_)
    weight: Counter[str] = Counter()
    for ends, found in lines.items():
        weight.update(dict.fromkeys(ends, len(found)))
    kinds = dict(zip(landscape.tables["systems"].ids, landscape.kinds.cells(), strict=True))
    ranked = sorted(kinds, key=lambda id_: (-weight[id_], id_))[:CONSIDERED]
    columns = {id_: _COLUMN_OF_KIND[str(kinds[id_])] for id_ in ranked}
    return _Part(
        columns,
        {ends: found for ends, found in lines.items() if ends[0] in columns and ends[1] in columns},
        len(kinds),
        translate("The landscape: systems and data flows"),
        {
            0: translate("Registers and sources"),
            1: translate("Platforms and support"),
            2: translate("Applications"),
            3: translate("Management information"),
        },
    )


def _around(words: Wording, what: str) -> _Part:
    translate = words.translate
    lines: Lines = {}
    for flow, provider, consumer, passed in _flows(words.landscape):
        if what in (provider, consumer):
            lines.setdefault((provider, consumer), []).append(flow)
        elif what in passed:
            lines.setdefault((provider, what), []).append(flow)
            lines.setdefault((what, consumer), []).append(flow)
    giving = {provider for provider, consumer in lines if consumer == what} - {what}
    taking = {consumer for provider, consumer in lines if provider == what} - {what} - giving
    weight = Counter({end: len(flows) for ends, flows in lines.items() for end in ends})
    ranked = sorted(giving | taking, key=lambda id_: (-weight[id_], id_))
    columns = {what: 1, **{id_: 0 if id_ in giving else 2 for id_ in ranked[:CONSIDERED]}}
    return _Part(
        columns,
        {ends: flows for ends, flows in lines.items() if ends[0] in columns and ends[1] in columns},
        len(ranked) + 1,
        translate("What {name} receives, and what it delivers").format(name=words.system(what)),
        {0: translate("It needs"), 1: translate("The system"), 2: translate("Who needs it")},
    )


def _flows(landscape: Landscape) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Every flow: its id, its ends, and what it passes."""
    flows = landscape.tables["flows"]
    owners = dict(zip(landscape.tables["interfaces"].ids, landscape.tables["interfaces"].cells("system"), strict=True))
    columns = (flows.cells(name) for name in ("provider", "consumer", "via", "interface"))
    for id_, provider, consumer, via, interface in zip(flows.ids, *columns, strict=True):
        owner = owners.get(str(interface)) if interface is not None else None
        passed = (*(via if isinstance(via, tuple) else ()), *(() if owner is None else (owner,)))
        yield id_, str(provider), str(consumer), tuple(map(str, passed))


def _nodes(part: _Part, words: Wording) -> Iterator[Node]:
    receives: dict[str, list[str]] = {}
    delivers: dict[str, list[str]] = {}
    for provider, consumer in part.lines:
        receives.setdefault(consumer, []).append(provider)
        delivers.setdefault(provider, []).append(consumer)
    for id_, column in part.columns.items():
        yield _node(id_, column, receives.get(id_, ()), delivers.get(id_, ()), words)


def _node(id_: str, column: int, receives: Sequence[str], delivers: Sequence[str], words: Wording) -> Node:
    translate = words.translate
    kind = str(words.landscape.kinds[words.landscape.tables["systems"].index[id_]])
    name, word = words.system(id_), kind_words(translate)[kind]
    sides = ((translate("Receives from"), receives), (translate("Delivers to"), delivers))
    neighbours = tuple(PanelSection(heading, _names(ids, words)) for heading, ids in sides if ids)
    sections = (*facts(id_, words), *neighbours)
    return Node(key_of("systems", id_), name, kind, word, column, 0, 0, 0, sections, (name, word))


def _names(ids: Iterable[str], words: Wording) -> tuple[str, ...]:
    names = sorted(words.systems(ids))
    return (*names[:_NAMES], "…") if len(names) > _NAMES else tuple(names)


def _edge(ends: tuple[str, str], flows: Sequence[str], words: Wording) -> Edge:
    provider, consumer = (key_of("systems", id_) for id_ in ends)
    lines = [flow_words(flow, words) for flow in flows[:_HOVER]]
    more = len(flows) - _HOVER
    rest = [words.translate("and {count} more").format(count=more)] if more > 0 else []
    return Edge(provider, consumer, tuple(flows), True, False, (*lines, *rest))


def _shown_words(shown: int, held: int, total: int, translate: Translate) -> str:
    if shown == total:
        return translate("All {total} systems are shown").format(total=total)
    words = translate("{shown} of {total} systems are shown one by one, {folded} are folded")
    said = words.format(shown=shown, total=total, folded=held - shown)
    left = translate("{count} with the fewest flows are not in the picture").format(count=total - held)
    return f"{said}; {left}" if total > held else said


def _legend(nodes: Iterable[Node], translate: Translate) -> Iterator[LegendEntry]:
    found = Counter(node.role for node in nodes if not node.members)
    for kind, word in kind_words(translate).items():
        if found[kind]:
            yield LegendEntry(kind, word, found[kind], "")
