"""Characters in ids that are refused, and those in texts that a reader does not see: told once for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from importers.shared.drafts import Coded, Draft
from importers.shared.problems import Findings
from model.claims.entities import ENTITIES
from model.hidden import has_unseen, look_alike, shown
from model.schema import Value

_NAMING = frozenset({"id", "name", "aliases", "vendor", "municipality"})
"""Fields by which a reader tells things apart."""
_SHOWN = 3
_LONGEST = 80


def check_signs(drafts: Mapping[str, Draft], findings: Findings) -> None:
    """Warn of texts with characters that are not seen, and of names that look like others; each kind once."""
    columns = [column for draft in drafts.values() for column in draft.columns.values() if _is_text(column)]
    _warn("unseen_signs", [column for column in columns if column.field != "id"], has_unseen, findings)
    naming = [column for column in columns if column.field in _NAMING]
    _warn("look_alikes", naming, lambda text: look_alike(text) is not None, findings)


def _is_text(column: Coded) -> bool:
    return ENTITIES[column.table].fields()[column.field].kind in ("text", "texts")


def _warn(key: str, columns: list[Coded], is_odd: Callable[[str], bool], findings: Findings) -> None:
    found = [(column, code) for column in columns for code in _odd(column, is_odd)]
    if not found:
        return
    column, code = found[0]
    first = ", ".join(f"'{shown(column.text(code) or '')[:_LONGEST]}'" for column, code in found[:_SHOWN])
    row = next((row for row, one in zip(column.rows, column.codes, strict=True) if one == code), None)
    value = shown(column.text(code) or "")
    findings.add(key, table=column.table, row=row, column=column.field, value=value, count=len(found), first=first)


def _odd(column: Coded, is_odd: Callable[[str], bool]) -> Iterator[int]:
    return (code for code, value in enumerate(column.values) if any(map(is_odd, _texts(value))))


def _texts(value: Value | None) -> tuple[str, ...]:
    several = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in several if isinstance(one, str))
