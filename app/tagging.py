"""The municipality's own word on what a system is for: a source of its own, whose claims are tags set by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from model.batch import Batch, Provenance
from model.errors import InputError
from model.near import near
from model.schema import texts
from model.tags import FIELD, NOT, SOURCE, laid_over

if TYPE_CHECKING:
    from model.landscape import Landscape

_KLE = re.compile(r"\d{2}(\.\d{2}){0,2}")


def tagged(landscape: Landscape, system: str, words: Sequence[str]) -> Batch:
    """The tags of the whole landscape after these words about a system; a word takes the place of its opposite.

    `system` is the id of a row that a source lists. Raises `InputError` for a word that nobody uses.

    >>> from model.landscape import Landscape; from model.state import State
    >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": {"name": "A", "capabilities": ("gis",)}})))
    >>> tagged(town, "a", ["not:gis", "sms"]).tables["systems"].row("a")
    {'capabilities': ('not:gis', 'sms')}
    """
    if not set(landscape.sources_of("systems", system)) - {SOURCE}:
        raise InputError(f"Only a system that a source lists can be tagged; nobody lists {system!r}.")
    known = _known(landscape)
    rows = _rows(landscape)
    tags = tuple(map(str, texts(rows.get(system, {}).get(FIELD))))
    for said in words:
        tags = laid_over(tags, (_checked(said.strip(), known),))
    rows[system] = {FIELD: tags}
    return Batch(SOURCE, Batch.of(SOURCE, systems=rows).tables, Provenance(origin="", importer="tag"))


def _rows(landscape: Landscape) -> dict[str, Any]:
    """The tags set so far."""
    claims = landscape.state.sources.get(SOURCE)
    table = claims.tables["systems"] if claims else None
    return {id_: table.row(id_) for id_ in table.ids} if table else {}


def _known(landscape: Landscape) -> set[str]:
    used = (str(one) for tags in landscape.tables["systems"].column("capabilities").values for one in texts(tags))
    return {*landscape.catalogue.capabilities, *(one.removeprefix(NOT) for one in used)}


def _checked(word: str, known: set[str]) -> str:
    bare = word.removeprefix(NOT).strip()
    if bare in known or _KLE.fullmatch(bare):
        return f"{NOT}{bare}" if word.startswith(NOT) else bare
    meant = near(bare, known)
    if meant:
        raise InputError(f"Nobody uses the word {bare!r} for what a system is for. Did you mean: {', '.join(meant)}?")
    raise InputError(
        f"Nobody uses the word {bare!r} for what a system is for. The words are: {', '.join(sorted(known))}."
    )
