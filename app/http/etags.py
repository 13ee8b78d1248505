"""Entity tags: an answer's tag covers all that it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from app.service.store_watch import Away
    from app.settings import Settings
    from model.claims.state import Revision


def etag(
    *, revision: Revision, settings: Settings, question: str, today: date | None = None, away: Away | None = None
) -> str:
    """A tag over the revision, the settings and version, the question, and the date if it counts.

    It is weak: of what an answer says, not of its bytes, which may be packed. The revision counts with its whole entry
    of the history: another store has revisions of the same numbers. An answer that says that the store is `away` has
    another tag than the same one that does not.

    >>> from app.settings import Settings
    >>> from model.claims.state import Revision
    >>> one, two = (Revision(1, at, "import") for at in ("2026-11-23T08:00:00.000001Z", "2026-11-23T08:00:00.000002Z"))
    >>> etag(revision=one, settings=Settings(), question="/a") == etag(revision=two, settings=Settings(), question="/a")
    False
    """
    set_to = (settings.store, settings.lang, settings.version, sorted(settings.questions.items()))
    parts = (asdict(revision), *set_to, question, today, str(away or ""))
    return f'W/"{sha256(orjson.dumps(parts)).hexdigest()[:32]}"'


def is_known(tag: str, headers: Mapping[str, str]) -> bool:
    """Whether the asker holds the answer of that tag already (`If-None-Match`, compared weakly).

    >>> is_known('W/"a"', {"if-none-match": 'W/"b", "a"'}), is_known('"a"', {"if-none-match": "*"}), is_known('"a"', {})
    (True, True, False)
    """
    said = headers.get("if-none-match", "")
    return said.strip() == "*" or tag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in said.split(","))
