"""An entry of the history, read back only as this program writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args, get_type_hints

from model.claims.state import Revision

_KINDS = frozenset(get_args(get_type_hints(Revision)["kind"]))


def entry_from(cells: Sequence[Any]) -> Revision | None:
    """The entry of number, time, kind, source and note, or `None` where they are none.

    >>> entry_from((1, "2026-03-01T08:00:00+00:00", "import", "hand", ""))
    Revision(number=1, at='2026-03-01T08:00:00+00:00', kind='import', source='hand', note='')
    >>> entry_from((1, "yesterday", "import", "hand", "")) is None
    True
    """
    number, at, kind, source, note = cells
    texts = isinstance(at, str) and isinstance(note, str) and isinstance(source, str | None)
    if not texts or not isinstance(number, int) or not isinstance(kind, str) or kind not in _KINDS or not _is_time(at):
        return None
    return Revision(*cells)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
