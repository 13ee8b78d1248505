"""One thing that is wrong or odd in what a source brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong (error) or odd (warning, note) in a user's file.

    `row` counts as a spreadsheet does: the heading is row 1 and empty rows count; `None` where no row is meant.
    """

    severity: Literal["error", "warning", "note"]
    table: str | None
    row: int | None
    column: str | None
    value: str | None
    message: str

    def as_json(self) -> dict[str, Any]:
        """The form of `commands.md`."""
        names = ("severity", "table", "row", "column", "value", "message")
        return {name: getattr(self, name) for name in names}
