"""A row as a plain dict under its columns' own names."""

from __future__ import annotations

from datetime import date
from typing import Any

from model.claims.entities import Entity


def entity_cells(entity: Entity) -> dict[str, Any]:
    """Every column of a row by name; dates in ISO form, a blank cell `None`, a blank list `[]`.

    >>> from model.claims.entities import Unit
    >>> entity_cells(Unit(id="it", name="IT"))
    {'id': 'it', 'name': 'IT', 'parent': None, 'municipality': None}
    """
    return {name: plain(getattr(entity, _attribute(name))) for name in entity.fields()}


def _attribute(name: str) -> str:
    return "register_" if name == "register" else name


def plain(value: Any) -> Any:
    """A cell's value as JSON knows it.

    >>> plain((date(2027, 3, 31), "a"))
    ['2027-03-31', 'a']
    """
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
