"""Answers that are lists, in the form of `commands.md`, for the command line and the API alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from model.claims.state import Revision
from model.rows import as_json

if TYPE_CHECKING:
    from app.service.source_lines import SourceLine


def listed(items: Sequence[Any], *, total: int | None = None, cursor: str | None = None) -> dict[str, Any]:
    """A list as it is written everywhere.

    >>> listed(["a"])
    {'total': 1, 'items': ['a'], 'next': None}
    """
    return {"total": len(items) if total is None else total, "items": list(items), "next": cursor}


def sources_json(lines: Sequence[SourceLine], limit: int | None = None) -> dict[str, Any]:
    """Who claims what, in the order that decides, then by name."""
    names = ("source", "origin", "sha256", "revision", "place")
    rows = [{**{name: getattr(line, name) for name in names}, "rows": dict(line.rows)} for line in lines]
    return _cut(listed(rows), limit)


def revisions_json(revisions: Sequence[Revision], limit: int | None = None) -> dict[str, Any]:
    """The history, oldest first."""
    return _cut(listed([asdict(revision) for revision in revisions]), limit)


def _cut(document: dict[str, Any], limit: int | None) -> dict[str, Any]:
    cut: dict[str, Any] = as_json(document, limit)
    return cut


def revision_json(number: int) -> dict[str, Any]:
    """The revision that a change made."""
    return {"revision": number}
