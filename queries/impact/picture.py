"""The picture of a shutdown: what is turned off on the left, what falls with it by steps to the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from model.landscape.landscape import Landscape
from model.verdicts import VERDICTS
from queries.impact.answer import Affected, ImpactAnswer
from queries.impact.down_words import gone_before
from queries.impact.edges import dead_and_alive, table_of
from queries.impact.words import ShutdownWording, summary_line
from visualisations.picture.view import Edge, LegendEntry, LineStyle, Node, PanelSection, View
from visualisations.picture.view_folds import folded
from visualisations.picture.view_parts import facts, headers, key_of, placed
from visualisations.wording.day_words import day_text
from visualisations.wording.need_words import felt_after
from visualisations.wording.translate import Translate
from visualisations.wording.verdict_words import counted, role_meaning, role_word

CONSIDERED = 2_000
"""Affected systems that a picture holds, folded ones among them; of the others only the number is said."""
_REASONS = 20
"""Reasons that the side panel lists for one system."""
_COUNTED = frozenset({"turned_off", *VERDICTS})


def impact_view(
    answer: ImpactAnswer,
    landscape: Landscape,
    *,
    translate: Translate = str,
    node_budget: int = 150,
    most: int = CONSIDERED,
    tell: Callable[[Node], bool] | None = None,
) -> View:
    """The answer as a picture of at most about `node_budget` boxes; what is folded or left out is said in words.

    Of the affected systems the first `most` are drawn or folded; of the others the picture holds the number. The
    strongest verdicts are drawn first, and the first rows of `answer.affected` hold the chains of one another, so
    that no box hangs in the air. With `tell` only the boxes that it chooses get their words, and no line gets any.
    """
    words = ShutdownWording(landscape, translate)
    considered = list(answer.affected[:most])
    columns = {steps: at for at, steps in enumerate(sorted({0, *(row.steps for row in considered)}))}
    nodes = [
        *_turned_off(answer, considered, words),
        *(_affected(row, columns[row.steps], words) for row in considered),
    ]
    extra, edges = dead_and_alive(answer, considered, nodes, words, told=tell is None)
    nodes.extend(extra)
    nodes = folded(
        nodes,
        edges,
        budget=node_budget,
        label=lambda role, count: counted(role, count, translate),
        names=translate("Systems"),
    )
    nodes.extend(_left_out(answer, considered, len(columns), words))
    drawn = _told(placed(nodes, edges), considered, words, tell)
    one_by_one = sum(node.fold is None and node.role in _COUNTED and _is_system(node) for node in drawn)
    total = answer.summary.turned_off + len(answer.affected)
    return View(
        title=words.question(answer),
        subtitle=_subtitle(answer, words),
        summary=summary_line(answer, translate),
        shown_words=_shown_words(answer, one_by_one, total, len(considered), translate),
        nodes=drawn,
        edges=tuple(edges),
        legend=tuple(_legend(answer, drawn, translate)),
        headers=headers(drawn, _column_words(columns, translate)),
        lines=tuple(_lines(edges, translate)),
        falling=True,
        shown=one_by_one,
        folded=total - one_by_one,
        total=total,
    )


def _is_system(node: Node) -> bool:
    return node.key.startswith("systems:")


def _turned_off(answer: ImpactAnswer, considered: Iterable[Affected], words: ShutdownWording) -> Iterator[Node]:
    affected = {row.system.id for row in considered}
    before = {row.system: row.reason for row in answer.already_down}
    for id_ in answer.turned_off[:CONSIDERED]:
        table = table_of(words.landscape, id_, affected=affected)
        word = role_word("turned_off", words.translate)
        label = words.system(id_) if table == "systems" else words.thing(id_)
        hover = (label, word, *_down_too(before.get(id_), words)) if table == "systems" else (label, word)
        yield Node(key_of(table, id_), label, "turned_off", word, 0, 0, 0, 0, _about(table, id_, words), hover)


def _down_too(reason: str | None, words: ShutdownWording) -> tuple[str, ...]:
    return (role_word("already_down", words.translate),) if reason in ("out_of_use", "stops") else ()


def _about(table: str, id_: str, words: ShutdownWording) -> tuple[PanelSection, ...]:
    return facts(id_, words) if table == "systems" else ()


def _affected(row: Affected, column: int, words: ShutdownWording) -> Node:
    word = role_word(row.verdict, words.translate)
    return Node(key_of("systems", row.system.id), words.system(row.system.id), row.verdict, word, column, 0, 0, 0)


def _told(
    nodes: Iterable[Node], considered: Iterable[Affected], words: ShutdownWording, tell: Callable[[Node], bool] | None
) -> tuple[Node, ...]:
    """The nodes, those of affected systems with what is said of them."""
    rows = {key_of("systems", row.system.id): row for row in considered}
    return tuple(
        _told_of(node, rows[node.key], words) if node.key in rows and (tell is None or tell(node)) else node
        for node in nodes
    )


def _told_of(node: Node, row: Affected, words: ShutdownWording) -> Node:
    translate = words.translate
    felt = felt_after(row.after_hours, assumed=row.hours_assumed, translate=translate)
    chain, reasons = words.chain(row.chain), tuple(islice(words.reasons(row), _REASONS))
    sections = [PanelSection(translate("Chain"), (chain,)), PanelSection(translate("Felt"), (felt,))]
    if row.hours_chain is not None:
        sections.append(PanelSection(translate("The hours come another way"), (words.chain(row.hours_chain),)))
    sections.append(PanelSection(translate("Why"), reasons))
    if row.at_least is not None and row.at_least != row.verdict:
        sections.append(PanelSection(translate("At least"), (role_word(row.at_least, translate),)))
    return replace(
        node,
        sections=(*sections, *facts(row.system.id, words)),
        hover=(node.label, f"{node.word}, {felt}", chain, *reasons[:3]),
    )


def _left_out(
    answer: ImpactAnswer, considered: Sequence[Affected], column: int, words: ShutdownWording
) -> Iterator[Node]:
    """A box per verdict for the systems of which the picture holds only the number."""
    held = Counter(row.verdict for row in considered)
    for role in VERDICTS:
        count = getattr(answer.summary, role) - held[role]
        if count > 0:
            label = counted(role, count, words.translate)
            why = words.translate("Too many to draw. The workbook and the table hold all of them.")
            word = role_word(role, words.translate)
            yield Node(f"more:{role}", label, role, word, column, 0, 0, 0, (PanelSection("", (why,)),), (label, why))


def _subtitle(answer: ImpactAnswer, words: ShutdownWording) -> str:
    translate = words.translate
    revision = translate("revision {number}").format(number=answer.revision)
    if answer.at is not None:
        revision = translate("as of {date}, {revision}").format(date=day_text(answer.at, translate), revision=revision)
    before = gone_before(answer, words)
    return f"{before} · {revision}" if before else revision


def _shown_words(answer: ImpactAnswer, shown: int, total: int, held: int, translate: Translate) -> str:
    counted_only = len(answer.affected) - held
    if shown == total:
        words = translate("All {total} turned off or affected systems are shown, of {systems} in the landscape")
    elif counted_only:
        words = translate("{shown} of {total} turned off or affected systems are shown, {counted} only counted")
    else:
        words = translate("{shown} of {total} turned off or affected systems are shown one by one, the rest folded")
    return words.format(shown=shown, total=total, counted=counted_only, systems=answer.summary.systems)


def _legend(answer: ImpactAnswer, nodes: Iterable[Node], translate: Translate) -> Iterator[LegendEntry]:
    drawn = Counter(node.role for node in nodes)
    for role in ("turned_off", *VERDICTS, "already_down"):
        count = drawn[role] if role == "already_down" else getattr(answer.summary, role)
        if drawn[role]:
            yield LegendEntry(role, role_word(role, translate), count, role_meaning(role, translate))


def _lines(edges: Sequence[Edge], translate: Translate) -> Iterator[tuple[str, LineStyle]]:
    dead = [edge for edge in edges if not edge.alive]
    if any(not edge.unsure for edge in dead):
        yield translate("Data that no longer comes, towards who misses it"), "full"
    if any(edge.unsure for edge in dead):
        yield translate("The same, but nobody registered how much it is needed"), "dashed"
    if len(dead) < len(edges):
        yield translate("Data that still comes"), "thin"


def _column_words(columns: Mapping[int, int], translate: Translate) -> Mapping[int, str]:
    words = {
        at: translate("1 step") if steps == 1 else translate("{steps} steps").format(steps=steps)
        for steps, at in columns.items()
    }
    return {**words, 0: translate("Turned off"), len(columns): translate("Further systems")}
