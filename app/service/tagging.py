"""The municipality's own word on what a system is for: a source of its own, whose claims are tags set by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from model.claims.batch import Batch, Provenance
from model.claims.tags import FIELD, NOT, SOURCE, laid_over
from model.errors import InputError
from model.folding import fold
from model.near import near
from model.schema import texts
from visualisations.wording.shown_names import purpose_name

if TYPE_CHECKING:
    from model.claims.state import State
    from model.landscape.landscape import Landscape

_KLE = re.compile(r"(?:kle\s+)?([0-9]{2}\.[0-9]{2}\.[0-9]{2})", re.IGNORECASE)
_OWN = re.compile(r"[^\W\d_][\w-]{1,39}")


def tagged(landscape: Landscape, system: str, words: Sequence[str], *, forget: Sequence[str] = ()) -> Batch:
    """The tags of the whole landscape after these words about a system, and without those to `forget`.

    `words` are as `words_meant` gives them, `forget` as `taken_back` does; a word takes the place of its opposite.
    Raises `InputError` where there is nothing to say, or no source lists the row that it is said of.

    >>> from model.landscape.landscape import Landscape; from model.claims.state import State
    >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": {"name": "A", "capabilities": ("gis",)}})))
    >>> tagged(town, "a", ["not:gis", "sms"]).tables["systems"].row("a")
    {'capabilities': ('not:gis', 'sms')}
    """
    if not (words or forget):
        raise InputError("Say what the system is for, or take a word back with --forget.")
    if words and not set(landscape.sources_of("systems", system)) - {SOURCE}:
        raise InputError(f"Only a system that a source lists can be tagged; nobody lists {system!r}.")
    rows = own_words(landscape.state)
    left = tuple(word for word in rows.pop(system, ()) if word not in forget)
    for word in words:
        left = left if word in left else laid_over(left, (word,))
    if left:
        rows[system] = left
    return _batch(rows)


def _batch(rows: Mapping[str, tuple[str, ...]]) -> Batch:
    tables = Batch.of(SOURCE, systems={id_: {FIELD: words} for id_, words in rows.items()}).tables
    return Batch(SOURCE, tables, Provenance(origin="", importer="tag"))


def tag_note(system: str, words: Sequence[str], *, forget: Sequence[str] = (), by: str = "") -> str:
    """What the history says of it.

    >>> tag_note("opus", ["sms"], by="Ida Holm"), tag_note("opus", [], forget=["gis"])
    ('opus: sms (Ida Holm)', 'opus: --forget gis')
    """
    said = " ".join([*(f"--forget {word}" for word in forget), *words])
    return f"{system}: {said}" + (f" ({by})" if by else "")


def own_words(state: State) -> dict[str, tuple[str, ...]]:
    """The tags set so far, by system.

    >>> from model.claims.state import State
    >>> own_words(State().with_batch(Batch.of(SOURCE, systems={"a": {FIELD: ("gis", "not:sms")}}))), own_words(State())
    ({'a': ('gis', 'not:sms')}, {})
    """
    claims = state.sources.get(SOURCE)
    table = claims.tables["systems"] if claims else None
    return {id_: tuple(map(str, texts(table.row(id_).get(FIELD)))) for id_ in table.ids} if table else {}


def taken_back(landscape: Landscape, system: str, words: Sequence[str]) -> tuple[str, ...]:
    """What the municipality has said of a system with these words, for or against; `InputError` if it has not."""
    own = own_words(landscape.state).get(system, ())
    return tuple(one for word in words for one in _said_with(word.strip().removeprefix(NOT).strip(), own, landscape))


def _said_with(word: str, own: Sequence[str], landscape: Landscape) -> list[str]:
    meant = {word, _meant(word, landscape)}
    if found := [one for one in own if one.removeprefix(NOT) in meant]:
        return found
    if own:
        have = ", ".join(own)
        raise InputError(f"The municipality itself has not said {word!r} about that system. Its own words are: {have}.")
    raise InputError(
        f"The municipality itself has not said {word!r} about that system, so there is nothing to take back."
    )


def words_in_use(landscape: Landscape) -> set[str]:
    """What a system can be said to be for: the capabilities of the catalogue and the municipality's own words."""
    used = (str(one) for tags in landscape.tables["systems"].column("capabilities").values for one in texts(tags))
    return {*landscape.catalogue.capabilities, *(one.removeprefix(NOT) for one in used)}


def words_meant(landscape: Landscape, words: Sequence[str], *, new: bool = False) -> tuple[str, ...]:
    """Words as they are kept: a capability may be called by its name, as the pages do.

    Raises `InputError` for a word that nobody uses, unless it is `new`: one of the municipality's own that is used
    from now on.

    >>> from model.landscape.landscape import Landscape; from model.claims.state import State
    >>> words_meant(Landscape(State()), ["gis", "not:SMS-afsendelse", "KLE 27.36.04"])
    ('gis', 'not:sms', '27.36.04')
    """
    return tuple(_checked(word.strip(), landscape, new=new) for word in words)


def _checked(word: str, landscape: Landscape, *, new: bool) -> str:
    said, known = word.removeprefix(NOT).strip(), words_in_use(landscape)
    bare = said if said in known else _meant(said, landscape)
    if bare in known or _KLE.fullmatch(bare):
        return f"{NOT}{bare}" if word.startswith(NOT) else bare
    if new and not word.startswith(NOT):
        return _own(bare, known)
    raise _unknown(bare, known) if word.startswith(NOT) else _unknown_yet(bare, known)


def _meant(word: str, landscape: Landscape) -> str:
    """The capability or KLE task that is called so; any other word as it stands."""
    if task := _KLE.fullmatch(word):
        return task[1]
    known = landscape.catalogue.capabilities
    called = {
        fold(name): id_
        for id_ in known
        for name in (id_, known[id_].name, *(purpose_name(landscape, id_, lang) for lang in ("da", "en")))
    }
    return called.get(fold(word), word)


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


def _own(word: str, known: set[str]) -> str:
    """A new word, that is not one in use spelled otherwise."""
    for one in sorted(known):
        if fold(word) == fold(one):
            raise InputError(f"The word {word!r} is in use already, as {one!r}. Write it so.")
    if not _OWN.fullmatch(word):
        raise InputError(
            "A word of your own must begin with a letter and be 2 to 40 characters long: letters, digits, - and _, "
            f"without spaces; {word!r} is not."
        )
    return word
