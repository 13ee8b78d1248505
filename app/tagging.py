"""The municipality's own word on what a system is for: a source of its own, whose claims are tags set by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from model.batch import Batch, Provenance
from model.errors import InputError
from model.folding import fold
from model.near import near
from model.schema import texts
from model.tags import FIELD, NOT, SOURCE, laid_over
from visualisations.shown_names import purpose_name

if TYPE_CHECKING:
    from model.landscape import Landscape

_KLE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_OWN = re.compile(r"[^\W\d_][\w-]{1,39}")


def tagged(landscape: Landscape, system: str, words: Sequence[str], *, new: bool = False) -> Batch:
    """The tags of the whole landscape after these words about a system; a word takes the place of its opposite.

    `system` is the id of a row that a source lists. Raises `InputError` for a word that nobody uses, unless it is
    `new`: one of the municipality's own that is used from now on.

    >>> from model.landscape import Landscape; from model.state import State
    >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": {"name": "A", "capabilities": ("gis",)}})))
    >>> tagged(town, "a", ["not:gis", "sms"]).tables["systems"].row("a")
    {'capabilities': ('not:gis', 'sms')}
    """
    if not set(landscape.sources_of("systems", system)) - {SOURCE}:
        raise InputError(f"Only a system that a source lists can be tagged; nobody lists {system!r}.")
    rows = _rows(landscape)
    tags = tuple(map(str, texts(rows.get(system, {}).get(FIELD))))
    for said in words:
        tags = laid_over(tags, (_checked(said.strip(), landscape, new=new),))
    rows[system] = {FIELD: tags}
    return Batch(SOURCE, Batch.of(SOURCE, systems=rows).tables, Provenance(origin="", importer="tag"))


def _rows(landscape: Landscape) -> dict[str, Any]:
    """The tags set so far."""
    claims = landscape.state.sources.get(SOURCE)
    table = claims.tables["systems"] if claims else None
    return {id_: table.row(id_) for id_ in table.ids} if table else {}


def words_in_use(landscape: Landscape) -> set[str]:
    """What a system can be said to be for: the capabilities of the catalogue and the municipality's own words."""
    used = (str(one) for tags in landscape.tables["systems"].column("capabilities").values for one in texts(tags))
    return {*landscape.catalogue.capabilities, *(one.removeprefix(NOT) for one in used)}


def _checked(word: str, landscape: Landscape, *, new: bool) -> str:
    bare, known = word.removeprefix(NOT).strip(), words_in_use(landscape)
    if bare in known or _KLE.fullmatch(bare):
        return f"{NOT}{bare}" if word.startswith(NOT) else bare
    if new and not word.startswith(NOT):
        return _own(bare, landscape, known)
    raise _unknown(bare, known) if word.startswith(NOT) else _unknown_yet(bare, known)


def _unknown(word: str, known: set[str]) -> InputError:
    if meant := ", ".join(near(word, known)):
        return InputError(f"Nobody uses the word {word!r} for what a system is for. Did you mean: {meant}?")
    have = ", ".join(sorted(known))
    return InputError(f"Nobody uses the word {word!r} for what a system is for. The words are: {have}.")


def _unknown_yet(word: str, known: set[str]) -> InputError:
    """The same of a word that may come into use."""
    if meant := ", ".join(near(word, known)):
        return InputError(
            f"Nobody uses the word {word!r} for what a system is for. Did you mean: {meant}? "
            "To begin using a word of your own, add --new."
        )
    have = ", ".join(sorted(known))
    return InputError(
        f"Nobody uses the word {word!r} for what a system is for. The words are: {have}. "
        "To begin using a word of your own, add --new."
    )


def _own(word: str, landscape: Landscape, known: set[str]) -> str:
    """A new word, that is not one in use spelled otherwise, nor one's name."""
    for one in sorted(known):
        if fold(word) in (fold(one), fold(purpose_name(landscape, one))):
            raise InputError(f"The word {word!r} is in use already, as {one!r}. Write it so.")
    if not _OWN.fullmatch(word):
        raise InputError(
            f"A word of your own begins with a letter and has 2 to 40 letters, digits, - and _; {word!r} does not."
        )
    return word
