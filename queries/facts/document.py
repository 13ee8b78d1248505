"""An answer of frozen parts as a document: plain members by name, lists still worked out as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from model.rows import Rows


def document(value: Any) -> Any:
    """Dataclasses as dicts by field name, dates in ISO form, lists as lists; a list of `Rows` stays one.

    >>> from model.rows import Named
    >>> document({"day": date(2027, 3, 31), "systems": (Named("a", "A"),)})
    {'day': '2027-03-31', 'systems': [{'id': 'a', 'name': 'A'}]}
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value):
        return {one.name: document(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: document(item) for name, item in value.items()}
    if isinstance(value, Rows):
        return Rows(value.__len__, lambda row: document(value[row]))
    return [document(item) for item in value]


class Documented:
    """A frozen answer whose document has its members under their names; dates in ISO form, what is not known `None`.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Answer(Documented):
    ...     day: date
    >>> Answer(date(2027, 3, 31)).as_json()
    {'day': '2027-03-31'}
    """

    __slots__ = ()

    def as_json(self) -> dict[str, Any]:
        """As plain values; lists that are worked out as they are read still are."""
        plain: dict[str, Any] = document(self)
        return plain
