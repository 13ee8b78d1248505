"""The sources of a landscape: their names, and what is known of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from model.claims import tags
from model.claims.state import State
from model.errors import InputError
from model.hidden import is_whole, shown
from model.word_limits import LONGEST_NAME, looked_at, name_looked_at


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source: where it came from, when, what it claims, and its place in the order (`None`: not ordered)."""

    source: str
    origin: str
    sha256: str
    revision: int
    place: int | None
    rows: Mapping[str, int]


def source_name(name: str) -> str:
    """The name of a source as it is kept; `InputError` for one that cannot be."""
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise InputError("A source needs a name of 1 to 200 characters; say one with --source NAME.")
    if not is_whole(cleaned):
        raise InputError(f"'{shown(cleaned)}' holds bytes that are no text. Give the source a name with --source.")
    name_looked_at(cleaned)
    if cleaned == tags.SOURCE:
        raise InputError(f"The source {cleaned!r} is kept for the tags that are set by hand; give yours another name.")
    return cleaned


def known_source(state: State, name: str) -> str:
    """The source of that name, or the one that a terminal or JSON shows so; `InputError` where there is none.

    A command line can hold no NUL, and a person cannot write what is not seen.
    """
    looked_at(name)
    if name in state.sources:
        return name
    if not state.sources:
        raise InputError(f"There is no source {name!r}, for nothing has been imported.")
    called = [source for source in state.sources if name in (_as_shown(source), json.dumps(source)[1:-1])]
    if len(called) == 1:
        return called[0]
    have = ", ".join(map(_as_shown, sorted(state.sources)))
    raise InputError(f"There is no source {name!r}. The sources are: {have}.")


def _as_shown(source: str) -> str:
    """A name on one line, as the lists show it."""
    return shown(source).replace("\n", "\\n").replace("\t", "\\t")


def source_line(state: State, name: str) -> SourceLine:
    """What is known of one source."""
    claims = state.sources[name]
    return SourceLine(
        source=name,
        origin=claims.provenance.origin,
        sha256=claims.provenance.sha256,
        revision=claims.imported,
        place=state.order.index(name) + 1 if name in state.order else None,
        rows={table: len(rows) for table, rows in claims.tables.items()},
    )
