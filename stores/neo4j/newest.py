"""Which revision is the newest, while another may just be coming.

A server shows a commit to readers bit by bit: for a moment the mark `current` is on no revision or on two, and what is
found through an index is not found yet. A reader who meets that waits that moment and looks again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from model.errors import StoreDamaged
from stores.neo4j.server import Tx

T = TypeVar("T")
PAUSES = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.5)
"""Seconds before each further look; a commit is shown in some milliseconds, and damage is told after a second."""

_NEWEST = """OPTIONAL MATCH (r:Revision {current: true})
RETURN r.number AS number, r.token AS token, r.landscape AS copy, EXISTS { (:Revision) } AS has_any"""


class Newest(NamedTuple):
    """Number and token of the newest revision, and the copy of the graph that it shows; 0 for an empty store."""

    number: int = 0
    token: str = ""
    copy: int | None = None


def newest_in(tx: Tx, url: str) -> Newest:
    """The newest revision. Raises `StoreDamaged` where the mark stays on none or on several."""

    def look() -> Newest:
        rows = [row.values() for row in tx.run(_NEWEST)]
        if len(rows) == 1 and None not in rows[0]:
            return Newest(*rows[0][:3])
        if len(rows) == 1 and rows[0] == [None, None, None, False]:
            return Newest()
        raise StoreDamaged(f"The store {url}: no revision is marked as the newest. Ask 'landskab verify' what differs.")

    return settled(look)


def settled(look: Callable[[], T]) -> T:
    """What is seen once a commit in progress is shown in full; what is damaged stays so and is raised.

    >>> settled(lambda: 7)
    7
    """
    for pause in PAUSES:
        try:
            return look()
        except StoreDamaged:
            time.sleep(pause)
    return look()
