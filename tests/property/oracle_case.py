"""A case: a landscape with a question; written to a folder, shuffled, printed."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from pathlib import Path

from tests.property.oracle_tables import Row, Tables, flow_ids


@dataclass(frozen=True)
class Case:
    """A landscape, the words that are turned off, and the date asked about (or none)."""

    tables: Tables
    turn_off: list[str]
    at: str | None


def write_folder(tables: Tables, path: Path) -> Path:
    """Write every table that has rows as a CSV file with English headings; returns the folder."""
    path.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        if rows:
            (path / f"{table}.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    return path


def as_csv(rows: list[Row]) -> str:
    """The rows as CSV text; the columns in the order in which they first appear."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def with_flow_ids(tables: Tables) -> Tables:
    """The same tables with every flow's id written out, so that the order of the rows no longer matters."""
    rows = tables.get("flows", [])
    named = [{**row, "id": id_} for row, id_ in zip(rows, flow_ids(rows), strict=True)]
    return {**tables, "flows": named}


def shuffled(tables: Tables, seed: int) -> Tables:
    """The same landscape with the rows of every table in another order."""
    rng = random.Random(seed)
    return {table: rng.sample(rows, len(rows)) for table, rows in with_flow_ids(tables).items()}


def show(case: Case) -> str:
    """A case as text that a person can read, and paste into files: the question, then its tables as CSV."""
    parts = [f"turn_off = {case.turn_off!r}", f"at = {case.at!r}"]
    for table, rows in case.tables.items():
        if rows:
            filled = [c for c in dict.fromkeys(c for row in rows for c in row) if any(r.get(c) for r in rows)]
            parts.append(f"--- {table}.csv\n" + as_csv([{c: row.get(c, "") for c in filled} for row in rows]))
    return "\n".join(parts)
