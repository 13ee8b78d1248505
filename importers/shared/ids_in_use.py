"""Ids that another source has already given to something else: two departments both count their systems 1, 2, 3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, utils

from importers.shared.drafts import Draft
from importers.shared.problems import Findings
from model.claims.columns import Table
from model.folding import fold
from model.landscape.landscape import Landscape
from model.schema import Value

_ALIKE = 50
"""How alike (0 to 100) two names of one system are at least; KMD Aktiv and Aktiv are 100."""


def check_names(systems: Draft | None, landscape: Landscape, source: str, findings: Findings) -> None:
    """Warn where another source calls the system of an id by a wholly different name.

    An alias on either side counts as a name, and what the catalogue names is the same thing whatever it is called.
    """
    theirs = {name: claims.tables["systems"] for name, claims in landscape.state.sources.items() if name != source}
    if systems is None or not theirs:
        return
    column = systems.columns["id"]
    cells = zip(systems.rows, column.codes, systems.ids, systems.cells("name"), systems.cells("aliases"), strict=True)
    for row, code, id_, name, aliases in cells:
        if id_ is None or name is None or landscape.catalogue.entry(id_) is not None:
            continue
        for other, called in _names_by_others(theirs, id_):
            if not _any_alike(_names(name, aliases), called):
                said = {"id": id_, "theirs": called[0], "source": other, "name": name}
                findings.add("other_name", table="systems", row=row, column="id", value=column.text(code), **said)
                break


def _names_by_others(theirs: dict[str, Table], id_: str) -> Iterator[tuple[str, list[str]]]:
    """Every source that names the system, with its name and aliases."""
    for source, table in theirs.items():
        at = table.index.get(id_)
        name = None if at is None else table.cell(at, "name")
        if at is not None and name is not None:
            yield source, _names(name, table.cell(at, "aliases"))


def _names(name: Value, aliases: Value | None) -> list[str]:
    return [str(name), *(map(str, aliases) if isinstance(aliases, tuple) else ())]


def _any_alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    if {fold(name) for name in ours} & {fold(name) for name in theirs}:
        return True
    pairs = ((one, other) for one in ours for other in theirs)
    return any(fuzz.token_set_ratio(one, other, processor=utils.default_process) >= _ALIKE for one, other in pairs)
