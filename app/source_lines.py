"""The sources of a landscape: their names, and what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model import tags
from model.errors import InputError
from model.state import State


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
    if not cleaned or len(cleaned) > 200:
        raise InputError("A source needs a name of 1 to 200 characters; say one with --source NAME.")
    if cleaned == tags.SOURCE:
        raise InputError(f"The source {cleaned!r} is kept for the tags that are set by hand; give yours another name.")
    return cleaned


def known_source(state: State, name: str) -> None:
    """Raises `InputError` where nothing was imported under that name."""
    if name not in state.sources:
        if not state.sources:
            raise InputError(f"There is no source {name!r}, for nothing has been imported.")
        raise InputError(f"There is no source {name!r}. The sources are: {', '.join(sorted(state.sources))}.")


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
